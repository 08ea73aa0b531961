import { formatBytes } from '../../shared/format-bytes.ts'
import type { System } from '../../shared/system.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { SystemSection } from './system-facts.tsx'

/** A share of the disk that is left below which somebody should look. */
const littleLeft = 0.1

export function SystemDisk({ disk }: { disk: System['disk'] }) {
  const { free_bytes: free, total_bytes: total, originals_bytes, tables_bytes } = disk
  const stored = `DataLens keeps ${formatBytes(originals_bytes)} of originals and ${formatBytes(tables_bytes)} of tables there.`
  if (free === null || total === null || total === 0) {
    return (
      <SystemSection title="Disk">
        <p className="text-13 font-medium text-amber">The disk of the home cannot be asked.</p>
        <p className="tabular mt-1.5 text-13 text-text-2">{stored}</p>
      </SystemSection>
    )
  }
  const isFull = free / total < littleLeft
  return (
    <SystemSection title="Disk">
      <p className="tabular mb-2 text-13">
        <span className={isFull ? 'font-medium text-amber' : 'font-medium'}>{formatBytes(free)} free</span>
        <span className="text-text-2"> of {formatBytes(total)}</span>
      </p>
      <ProgressBar label="Part of the disk that is used" share={1 - free / total} />
      <p className="tabular mt-2 text-13 text-text-2">{stored}</p>
    </SystemSection>
  )
}
