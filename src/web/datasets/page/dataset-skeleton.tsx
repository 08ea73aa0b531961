import { Skeleton } from '../../ui/skeleton.tsx'
import { TableSkeleton } from './table-skeleton.tsx'

/** The page before the dataset is known, in its final size. */
export function DatasetSkeleton() {
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-4 px-4">
        <Skeleton className="h-6 w-56" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="h-9 shrink-0 border-b border-hairline" />
      <TableSkeleton />
    </main>
  )
}
