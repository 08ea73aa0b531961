import { Loading, Skeleton } from '../ui/skeleton.tsx'

const widths = ['w-36', 'w-28', 'w-44', 'w-32', 'w-40', 'w-24', 'w-48', 'w-30']

export function PeopleSkeleton({ label = 'Loading the people' }: { label?: string }) {
  return (
    <Loading label={label} className="border-t border-hairline px-4 wide:px-6">
      {widths.map((width) => (
        <div key={width} className="flex h-12 items-center gap-6 border-b border-hairline">
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
