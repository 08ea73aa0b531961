import { useQuery } from '@tanstack/react-query'
import { filterWords } from '../../../shared/filter-words.ts'
import type { Filter } from '../../../shared/rows.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { type FilteredVersion, sqlOfView } from './check-filter.ts'
import type { TableColumn } from './table-column.ts'

/** The filter in force: in plain words, as SQL to copy, and a way to build on it. */
export default function FilterFacts({
  of,
  columns,
  filter,
  q,
  onBuild,
}: {
  of: FilteredVersion
  columns: TableColumn[]
  filter: Filter | undefined
  q: string
  onBuild: () => void
}) {
  const { data: sql, error } = useQuery({
    queryKey: ['datasets', 'view-sql', of.datasetId, of.version, filter, q],
    queryFn: () => sqlOfView(of, filter, q),
  })
  const kindOf = (name: string) => columns.find((column) => column.name === name)?.kind ?? 'text'
  const words = [filter && filterWords(filter, kindOf), q && `some text contains ${q}`].filter(Boolean).join(', and ')
  return (
    <div className="flex w-96 max-w-full flex-col gap-3 p-4 text-13">
      <p className="wrap-anywhere">Rows where {words}.</p>
      <div className="relative rounded bg-sunken">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
          tabIndex={0}
          className="max-h-60 min-h-16 overflow-auto p-3 pr-9 font-mono text-12 whitespace-pre-wrap wrap-anywhere"
        >
          {sql ?? (error ? sentenceOf(error) : '')}
        </pre>
        {sql && (
          <span className="absolute top-1 right-1">
            <CopyButton label="Copy as SQL" text={sql} />
          </span>
        )}
      </div>
      <Button size="small" className="self-start" onPress={onBuild}>
        Change with groups…
      </Button>
    </div>
  )
}
