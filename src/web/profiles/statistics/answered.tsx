import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loading, Skeleton } from '../../ui/skeleton.tsx'
import type { Question } from './statistics-queries.ts'

/**
 * What a question of statistics is answered with: the answer (the one before, faint, while the next is on its way), a
 * skeleton, or why there is none.
 */
export function Answered<T>({
  query,
  label,
  title,
  children,
}: {
  query: Question<T>
  /** What is being computed, for a screen reader. */
  label: string
  /** What could not be computed. */
  title: string
  children: (answer: T) => React.ReactNode
}) {
  const { data, error, refetch, isPlaceholderData } = useQuery({ ...query, placeholderData: keepPreviousData })
  if (data !== undefined) {
    return (
      <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
        {children(data)}
      </div>
    )
  }
  if (!error) {
    return (
      <Loading label={label} className="grid gap-6 px-4 desk:grid-cols-2">
        <Skeleton className="h-72 w-full" />
        <Skeleton className="h-72 w-full" />
      </Loading>
    )
  }
  return (
    <EmptyState title={title} action={<Button onPress={() => void refetch()}>Try again</Button>}>
      {sentenceOf(error)}
    </EmptyState>
  )
}
