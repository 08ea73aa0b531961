import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { formatCount } from '../../shared/format-numbers.ts'
import { sentenceOf } from '../api/problem.ts'
import { datasetListKey, getDatasetPage } from '../datasets/dataset-queries.ts'
import { Button } from '../ui/button.tsx'
import { menuItemClass, Popover, PopoverTrigger } from '../ui/popover.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { useTypedText } from '../ui/use-typed-text.ts'
import { freeAlias } from './free-alias.ts'
import type { QueryTable } from './query-table.ts'

const mostFound = 20

/** Brings one more dataset, of all that this person may read, into the query. */
export function JoinDataset({
  tables,
  onJoin,
}: {
  tables: readonly QueryTable[]
  onJoin: (alias: string, datasetId: string) => void
}) {
  return (
    <PopoverTrigger>
      <Button size="small" className="self-start">
        <Plus aria-hidden size={14} />
        Join a dataset
      </Button>
      <Popover label="Join a dataset" placement="bottom start" className="w-72">
        {({ close }) => (
          <Choice
            onChoose={(id, title) => {
              onJoin(
                freeAlias(
                  title,
                  tables.map(({ alias }) => alias),
                ),
                id,
              )
              close()
            }}
          />
        )}
      </Popover>
    </PopoverTrigger>
  )
}

function Choice({ onChoose }: { onChoose: (id: string, title: string) => void }) {
  const [q, setQ] = useState<string>()
  const [typed, setTyped] = useTypedText(q, setQ)
  const { data, error } = useQuery({
    queryKey: [...datasetListKey, 'to join', q ?? ''],
    queryFn: ({ signal }) =>
      getDatasetPage({ status: 'ready', sort: '-updated_at', limit: mostFound, ...(q ? { q } : {}) }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <div className="flex flex-col gap-1 p-2">
      <SearchField autoFocus label="Search datasets" value={typed} onChange={setTyped} />
      <ListBox
        aria-label="Datasets"
        items={data?.items ?? []}
        onAction={(id) => onChoose(String(id), data?.items.find((one) => one.id === id)?.title ?? '')}
        renderEmptyState={() => (
          <p className="px-2 py-1.5 text-13 text-text-2">
            {error ? sentenceOf(error) : data ? 'No dataset fits.' : 'Loading'}
          </p>
        )}
        className="max-h-72 overflow-auto"
      >
        {({ title, row_count }) => (
          <ListBoxItem textValue={title} className={menuItemClass}>
            <span className="min-w-0 flex-1 truncate">{title}</span>
            <span className="tabular text-12 text-text-2">{formatCount(row_count ?? 0)}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  )
}
