import { Loading, Skeleton } from '../../ui/skeleton.tsx'

const widths = ['w-44', 'w-32', 'w-56', 'w-40', 'w-28', 'w-48', 'w-36', 'w-52']

export function ListSkeleton() {
  return (
    <Loading label="Loading your datasets" className="border-t border-hairline px-4 wide:px-6">
      {widths.map((width) => (
        <div key={width} className="flex h-11 items-center gap-6 border-b border-hairline">
          <Skeleton className={`h-3.5 ${width}`} />
          <span className="flex-1" />
          <Skeleton className="h-3.5 w-24 max-wide:hidden" />
          <Skeleton className="h-3.5 w-16 max-wide:hidden" />
          <Skeleton className="h-3.5 w-10" />
        </div>
      ))}
    </Loading>
  )
}
