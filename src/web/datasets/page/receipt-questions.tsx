import { useQuery } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { mergeOptions } from './merge-options.ts'
import { QuestionCard } from './question-card.tsx'
import { useReadAgain } from './use-new-version.ts'
import { versionsQuery } from './versions-query.ts'

/** What two readings of the file fit. An answer is a new version, so it can be taken back. */
export function ReceiptQuestions({
  dataset,
  receipt,
  isAnswered,
}: {
  dataset: Dataset
  receipt: Receipt
  isAnswered: boolean
}) {
  const { data: versions } = useQuery(versionsQuery(dataset))
  const readAgain = useReadAgain(dataset)
  const before = versions?.items.find(({ current }) => current)?.options ?? {}
  const isDisabled = isAnswered || !versions || dataset.job !== null || readAgain.isPending
  return (
    <ul className="flex flex-col gap-3">
      {receipt.questions.map((question) => (
        <QuestionCard
          key={question.id}
          dataset={dataset}
          question={question}
          receipt={receipt}
          before={before}
          isDisabled={isDisabled}
          onAnswer={(options, label) =>
            readAgain.mutate({
              options: mergeOptions(before, options),
              told: `${question.column === null ? 'The file' : question.column} is read again: ${label}.`,
            })
          }
        />
      ))}
    </ul>
  )
}
