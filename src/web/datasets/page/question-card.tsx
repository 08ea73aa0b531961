import { CircleHelp } from 'lucide-react'
import { useId } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { formatCount, formatCounted } from '../../../shared/format-numbers.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question, Receipt } from '../../../shared/receipt.ts'
import { Button } from '../../ui/button.tsx'
import { CodeInText } from './code-in-text.tsx'
import { placeOfMisfits } from './misfit-place.ts'
import { QuestionExamples } from './question-examples.tsx'
import { QuestionMisfits } from './question-misfits.tsx'
import { QuestionPreviews } from './question-previews.tsx'

/** One thing that two readings of the file fit: both side by side on the rows that differ, and a button for each. */
export function QuestionCard({
  dataset,
  question,
  receipt,
  before,
  isDisabled,
  onAnswer,
}: {
  dataset: Dataset
  question: Question
  receipt: Receipt
  /** What a person has decided about the file so far. */
  before: ReadingOptions
  isDisabled: boolean
  onAnswer: (options: ReadingOptions, label: string) => void
}) {
  const headingId = useId()
  const { text, column, chosen, chosen_options, alternatives } = question
  const misfits = alternatives.find((alternative) => alternative.misfits?.length)
  const place = placeOfMisfits(question, receipt)
  return (
    <li
      aria-labelledby={headingId}
      className="overflow-hidden rounded-lg shadow-[inset_0_0_0_1px_var(--color-hairline)]"
    >
      <div className="flex gap-2.5 bg-amber-wash px-4 py-3">
        <CircleHelp aria-hidden size={16} className="mt-0.5 shrink-0 text-amber" />
        <div className="min-w-0 wrap-anywhere">
          <h3 id={headingId} className="text-14 font-medium">
            <CodeInText text={text} />
          </h3>
          <p className="text-13 text-text-2 tabular">{alternatives.map(consequence(dataset.row_count)).join(' ')}</p>
        </div>
      </div>
      <div className="flex flex-col gap-3 px-4 py-3">
        {misfits ? (
          <QuestionMisfits column={column ?? ''} label={misfits.label} count={misfits.differing_row_count}>
            {misfits.misfits ?? []}
          </QuestionMisfits>
        ) : (
          <QuestionExamples question={question} />
        )}
        {column === null && dataset.role !== 'viewer' && (
          <QuestionPreviews dataset={dataset} question={question} before={before} />
        )}
        {place && <p className="text-13 text-text-2">{place.remark}</p>}
        {dataset.role === 'viewer' ? (
          <p className="text-13 text-text-2">
            It is read as {chosen}. The owner and editors of this dataset can answer.
          </p>
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Button isDisabled={isDisabled} onPress={() => onAnswer(chosen_options, chosen)}>
              Keep {chosen}
            </Button>
            {alternatives.map(({ label, options }) => (
              <Button key={label} isDisabled={isDisabled} onPress={() => onAnswer(options, label)}>
                Read {label}
              </Button>
            ))}
            {place && (
              <Button isDisabled={isDisabled} onPress={() => onAnswer(place.options, place.told)}>
                {place.label}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  )
}

const consequence =
  (total: number | null) =>
  ({ label, differing_row_count: rows, misfits }: Question['alternatives'][number]): string => {
    if (rows === null) return ''
    const of = total === null ? '' : ` of ${formatCount(total)}`
    if (misfits) {
      const listed = rows === 1 ? 'and is listed' : 'and all of them are listed'
      return `${formatCount(rows)}${of} rows would have no value there, ${listed} among the rejects.`
    }
    return `${atStart(label)} would change ${rows === total ? `all ${formatCounted(rows, 'row')}` : `${formatCount(rows)}${of} rows`}.`
  }

const atStart = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
