import { X } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { filterWords } from '../../shared/filter-words.ts'
import type { Filter } from '../../shared/rows.ts'
import { Button } from '../ui/button.tsx'
import type { LinkedDataset } from './use-linked-charts.ts'

/** What is chosen in the charts, in words and one by one removable, and what holds for the whole dashboard. */
export function BrushChips({
  datasets,
  filter,
  onRemove,
  onClear,
  onKeep,
  onFilter,
}: {
  datasets: LinkedDataset[]
  filter: Filter | null
  onRemove: (chartId: string) => void
  onClear: () => void
  /** Makes what is chosen the filter of the dashboard; undefined for those who may not change it. */
  onKeep: (() => void) | undefined
  onFilter: ((filter: Filter | null) => void) | undefined
}) {
  const chosen = datasets.flatMap(({ dataset, charts }) =>
    charts.flatMap(({ chart, grasp }) =>
      grasp ? [{ id: chart.id, text: filterWords(grasp.filter, kindIn(dataset)), title: chart.title }] : [],
    ),
  )
  const kindOf = (name: string) => datasets.map(({ dataset }) => columnKind(dataset, name)).find(Boolean) ?? 'text'
  if (chosen.length === 0 && !filter) return null
  return (
    <ul aria-label="What is selected" className="flex flex-wrap items-center gap-1.5 px-4 pb-3 wide:px-6">
      {filter && (
        <li className="max-w-full">
          <Chip
            text={`all charts: ${filterWords(filter, kindOf)}`}
            label="Remove the filter of the dashboard"
            onRemove={onFilter && (() => onFilter(null))}
          />
        </li>
      )}
      {chosen.map(({ id, text, title }) => (
        <li key={id} className="max-w-full">
          <Chip text={text} label={`Remove what is selected in ${title}`} onRemove={() => onRemove(id)} />
        </li>
      ))}
      {chosen.length > 0 && (
        <li className="flex">
          <Button variant="quiet" size="small" onPress={onClear}>
            Clear all
          </Button>
          {onKeep && (
            <Button variant="quiet" size="small" onPress={onKeep}>
              Keep as filter
            </Button>
          )}
        </li>
      )}
    </ul>
  )
}

const columnKind = ({ columns_info: columns }: LinkedDataset['dataset'], name: string) =>
  columns?.find((column) => column.name === name)?.kind

const kindIn = (dataset: LinkedDataset['dataset']) => (name: string) => columnKind(dataset, name) ?? 'text'

function Chip({ text, label, onRemove }: { text: string; label: string; onRemove: (() => void) | undefined }) {
  return (
    <span className="flex h-7 max-w-full items-stretch overflow-hidden rounded bg-selected text-13 text-text shadow-[inset_0_0_0_1px_var(--color-hairline)]">
      <span className="flex min-w-0 items-center truncate px-2" title={text}>
        {text}
      </span>
      {onRemove && (
        <AriaButton
          aria-label={label}
          onPress={onRemove}
          className="grid w-7 shrink-0 place-items-center text-text-2 data-hovered:bg-hover data-hovered:text-text data-focus-visible:-outline-offset-2"
        >
          <X aria-hidden size={13} />
        </AriaButton>
      )}
    </span>
  )
}
