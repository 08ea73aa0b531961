import { Link } from '@tanstack/react-router'
import type { Dataset } from '../../../shared/dataset.ts'
import { classNames } from '../../ui/class-names.ts'

/** A fact that leads to the tab where it is explained. */
export function DatasetLink({
  dataset,
  tab,
  tone,
  children,
}: {
  dataset: Dataset
  tab: 'profile' | 'source'
  tone: 'look' | 'plain'
  children: React.ReactNode
}) {
  return (
    <Link
      to="/datasets/$id/$tab"
      params={{ id: dataset.id, tab }}
      search={(search) => search}
      className={classNames(
        'inline-flex h-6 items-center rounded-sm px-1.5 hover:underline',
        tone === 'look' ? 'bg-amber-wash text-amber' : 'text-text-2 hover:text-text',
      )}
    >
      {children}
    </Link>
  )
}
