import type { User } from '../../shared/account.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { formatCounted, formatShare } from '../../shared/format-numbers.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'

/** What a person stores, of how much they may; red when nothing more fits. */
export function StorageUsed({ person }: { person: User }) {
  const { storage_used_bytes: used, quota_bytes: quota, dataset_count: count } = person
  const held = `in ${formatCounted(count, 'dataset')}, the trash included`
  if (quota === null) {
    return (
      <span className="tabular">
        {formatBytes(used)} {held}
      </span>
    )
  }
  const share = quota === 0 ? 1 : Math.min(1, used / quota)
  return (
    <span className="tabular block max-w-88">
      {formatBytes(used)} of {formatBytes(quota)} ({formatShare(share)}) {held}
      <ProgressBar label="Storage used" share={share} tone={share === 1 ? 'red' : 'accent'} className="mt-1.5" />
      {share === 1 && (
        <span className="mt-1.5 block text-text-2">
          Nothing more fits. Delete something for good, or ask an administrator for more.
        </span>
      )}
    </span>
  )
}
