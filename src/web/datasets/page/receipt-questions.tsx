import { useQuery } from '@tanstack/react-query'
import { CircleHelp } from 'lucide-react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { Question } from '../../../shared/receipt.ts'
import { Button } from '../../ui/button.tsx'
import { formatCounted } from '../../ui/format.ts'
import { CodeInText } from './code-in-text.tsx'
import { mergeOptions } from './merge-options.ts'
import { useReadAgain } from './use-new-version.ts'
import { versionsQuery } from './versions-query.ts'

const atStart = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

/** What two readings of the file fit, and a button for each. An answer is a new version, so it can be taken back. */
export function ReceiptQuestions({
  dataset,
  questions,
  isAnswered,
}: {
  dataset: Dataset
  questions: Question[]
  isAnswered: boolean
}) {
  const { data: versions } = useQuery(versionsQuery(dataset))
  const readAgain = useReadAgain(dataset)
  const before = versions?.items.find(({ current }) => current)?.options ?? {}
  const answer = (options: ReadingOptions) => readAgain.mutate(mergeOptions(before, options))
  const isDisabled = isAnswered || !versions || dataset.job !== null || readAgain.isPending
  return (
    <ul className="flex flex-col gap-2">
      {questions.map(({ id, text, chosen, chosen_options, alternatives }) => (
        <li key={id} className="flex gap-2.5 rounded bg-amber-wash px-3 py-2.5 text-13">
          <CircleHelp aria-hidden size={16} className="mt-0.5 shrink-0 text-amber" />
          <div className="min-w-0 wrap-anywhere">
            <p className="font-medium">
              <CodeInText text={text} />
            </p>
            <p className="text-text-2">
              In use: {chosen}.
              {alternatives.map(({ label, differing_row_count: rows }) => (
                <span key={label}>
                  {' '}
                  {atStart(label)} would fit too{rows === null ? '' : ` and change ${formatCounted(rows, 'row')}`}.
                </span>
              ))}
            </p>
            {dataset.role === 'viewer' ? (
              <p className="text-text-2">The owner and editors can answer.</p>
            ) : (
              <div className="flex flex-wrap gap-2 pt-2">
                <Button size="small" isDisabled={isDisabled} onPress={() => answer(chosen_options)}>
                  Keep {chosen}
                </Button>
                {alternatives.map(({ label, options }) => (
                  <Button key={label} size="small" isDisabled={isDisabled} onPress={() => answer(options)}>
                    Read {label}
                  </Button>
                ))}
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
