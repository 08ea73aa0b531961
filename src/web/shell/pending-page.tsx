import { Loading, Skeleton } from '../ui/skeleton.tsx'

/** Stands in while a page's code arrives. */
export function PendingPage() {
  return (
    <Loading label="Loading the page" className="flex flex-1 flex-col gap-4 p-5">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-8 w-full max-w-3xl" />
      <Skeleton className="h-8 w-full max-w-2xl" />
    </Loading>
  )
}
