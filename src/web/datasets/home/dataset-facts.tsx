import type { DatasetListItem } from '../../../shared/dataset.ts'
import { formatCounted } from '../../../shared/format-numbers.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { jobSentence, jobShare } from '../job-sentence.ts'

/** What is worth knowing about a dataset: the work under way, why it failed, or its open facts. Never a score. */
export function DatasetFacts({ dataset }: { dataset: DatasetListItem }) {
  if (dataset.status === 'error') {
    return (
      <span className="block truncate text-red" title={dataset.error?.detail}>
        {dataset.error?.detail ?? 'Could not be read'}
      </span>
    )
  }
  if (dataset.status !== 'ready' || dataset.job) {
    return (
      <span className="flex min-w-0 flex-col gap-1">
        <span className="tabular truncate text-text-2">{jobSentence(dataset)}</span>
        <ProgressBar label={`${dataset.title}: progress`} share={jobShare(dataset)} className="max-w-48" />
      </span>
    )
  }
  const facts = [
    dataset.questions > 0 && { text: formatCounted(dataset.questions, 'question'), look: true },
    dataset.rows_rejected > 0 && { text: `${formatCounted(dataset.rows_rejected, 'row')} rejected`, look: true },
    dataset.alerts > 0 && { text: formatCounted(dataset.alerts, 'alert'), look: false },
  ].filter((fact) => fact !== false)
  return (
    <span className="flex min-w-0 flex-wrap gap-x-3">
      {facts.map(({ text, look }) => (
        <span key={text} className={look ? 'text-amber' : 'text-text-2'}>
          {text}
        </span>
      ))}
    </span>
  )
}
