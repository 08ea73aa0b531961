import { Loading, Skeleton } from '../../ui/skeleton.tsx'

const columns = [140, 120, 170, 130, 150, 120, 160]
const rows = Array.from({ length: 14 }, (_, index) => index)

/** The table before anything of it is known, in its final size; `bar` is what is known already to stand above it. */
export function TableSkeleton({ bar }: { bar?: React.ReactNode }) {
  return (
    <Loading label="Loading the rows" className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="border-b border-hairline">
        {bar ?? (
          <div className="flex h-11 shrink-0 items-center gap-2 px-3">
            <Skeleton className="h-6 w-20" />
            <Skeleton className="ml-auto h-7 w-56" />
          </div>
        )}
      </div>
      <div className="flex h-21 shrink-0 border-b border-hairline pl-12">
        {columns.map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bones never move
          <div key={index} className="flex shrink-0 flex-col gap-3 px-3 pt-2.5" style={{ width }}>
            <Skeleton className="h-3.5 w-3/4" />
            <Skeleton className="h-9 w-full" />
          </div>
        ))}
      </div>
      {rows.map((row) => (
        <div key={row} className="flex h-8 shrink-0 items-center border-b border-hairline pl-12">
          {columns.map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: bones never move
            <div key={index} className="shrink-0 px-3" style={{ width }}>
              <Skeleton className="h-2.5 w-3/5" />
            </div>
          ))}
        </div>
      ))}
    </Loading>
  )
}
