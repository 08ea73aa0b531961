import { sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Loading, Skeleton } from '../ui/skeleton.tsx'

/** What stands in the panel in the place of a list: that it is coming, why it did not, or that it is empty. */
export function ListState({
  isLoaded,
  error,
  onRetry,
  empty,
}: {
  isLoaded: boolean
  error: unknown
  onRetry: () => unknown
  empty: string
}) {
  if (isLoaded) return <p className="p-3 text-13 text-text-2">{empty}</p>
  if (error) {
    return (
      <Callout
        tone="failed"
        live
        action={
          <Button size="small" onPress={() => void onRetry()}>
            Try again
          </Button>
        }
        className="m-3"
      >
        {sentenceOf(error)}
      </Callout>
    )
  }
  return (
    <Loading label="Loading" className="flex flex-col gap-2 p-3">
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-2/3" />
    </Loading>
  )
}
