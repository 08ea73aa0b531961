import { CircleHelp } from 'lucide-react'
import type { Question } from '../../../shared/receipt.ts'
import { formatCounted } from '../../ui/format.ts'
import { CodeInText } from './code-in-text.tsx'

/** What two readings of the file fit: the one in use, the others, and how many rows hang on it. */
export function ReceiptQuestions({ questions }: { questions: Question[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {questions.map(({ id, text, chosen, alternatives }) => (
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
                  {label} would fit too{rows === null ? '' : ` and change ${formatCounted(rows, 'row')}`}.
                </span>
              ))}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
