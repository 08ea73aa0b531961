import { Loading, Skeleton } from '../ui/skeleton.tsx'

/** Two rows of a list that is on its way. */
export function SkeletonRows({ label }: { label: string }) {
  return (
    <Loading label={label} className="flex flex-col gap-4">
      <Skeleton className="h-10" />
      <Skeleton className="h-10" />
    </Loading>
  )
}
