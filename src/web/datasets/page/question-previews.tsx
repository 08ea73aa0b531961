import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question } from '../../../shared/receipt.ts'
import { classNames } from '../../ui/class-names.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ComparedRows } from './compared-rows.tsx'
import { mergeOptions } from './merge-options.ts'
import { type ReadingPreview, readingPreviewQuery } from './reading-preview-query.ts'

const shownRows = 3

/** The beginning of the file in each reading, for a question about the whole of it. */
export function QuestionPreviews({
  dataset,
  question,
  before,
}: {
  dataset: Dataset
  question: Question
  before: ReadingOptions
}) {
  const readings = [
    { label: question.chosen, options: question.chosen_options, isInUse: true },
    ...question.alternatives.map(({ label, options }) => ({ label, options, isInUse: false })),
  ]
  return (
    <div className="grid gap-4 wide:grid-cols-2">
      {readings.map(({ label, options, isInUse }) => (
        <Reading
          key={label}
          label={label}
          isInUse={isInUse}
          dataset={dataset}
          options={mergeOptions(before, options)}
        />
      ))}
    </div>
  )
}

function Reading({
  label,
  isInUse,
  dataset,
  options,
}: {
  label: string
  isInUse: boolean
  dataset: Dataset
  options: ReadingOptions
}) {
  const { data, isError } = useQuery(readingPreviewQuery(dataset.id, dataset.version, options, shownRows))
  return (
    <section className="min-w-0">
      <h4 className="pb-1 text-12 font-medium">
        {label} {isInUse && <span className="font-normal text-text-2">(in use)</span>}
      </h4>
      <div className={classNames('rounded', isInUse && 'bg-selected')}>
        <Shown label={label} preview={data} isError={isError} />
      </div>
    </section>
  )
}

function Shown({ label, preview, isError }: { label: string; preview: ReadingPreview | undefined; isError: boolean }) {
  if (preview) return <ComparedRows label={`First rows: ${label}`} shown={preview} />
  return isError ? (
    <p className="p-2 text-12 text-text-2">It cannot be shown now.</p>
  ) : (
    <Skeleton className="h-32 w-full" />
  )
}
