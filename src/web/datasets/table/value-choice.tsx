import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { cellText, storedText } from '../../../shared/cell-text.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import { columnValuesSchema, countedColumn } from '../../../shared/summaries.ts'
import { get } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useSettled } from '../../ui/use-settled.ts'
import { ShownText } from '../../values/shown-text.tsx'
import type { FilteredVersion } from './check-filter.ts'
import type { TableColumn } from './table-column.ts'

const typingPause = 200
const mostOffered = 20

/** Chooses values of a column: the most frequent are offered, others are found by typing, and any can be added. */
export function ValueChoice({
  of,
  column,
  chosen,
  error,
  onChange,
}: {
  of: FilteredVersion
  column: TableColumn
  chosen: string[]
  error: string | undefined
  onChange: (chosen: string[]) => void
}) {
  const [typed, setTyped] = useState('')
  const { offered, hasMore, isLoading } = useOffered(of, column, useSettled(typed, typingPause))
  const add = (texts: string[]) => {
    onChange([...new Set([...chosen, ...texts])])
    setTyped('')
  }
  const isNew = typed !== '' && !chosen.includes(typed) && !offered.some(({ text }) => text === typed)
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-13 font-medium">Values</legend>
      {chosen.length > 0 && (
        <ul aria-label="Chosen" className="flex max-h-24 flex-wrap gap-1 overflow-auto">
          {chosen.map((text) => (
            <li key={text} className="flex h-6 max-w-full items-center rounded-sm bg-selected pl-1.5 font-mono text-12">
              <span className="truncate whitespace-pre">
                <ShownText shown={cellText(text)} />
              </span>
              <button
                type="button"
                aria-label={`Leave ${text === '' ? 'the empty text' : text} out`}
                onClick={() => onChange(chosen.filter((other) => other !== text))}
                className="grid size-6 shrink-0 place-items-center text-text-2 hover:text-text"
              >
                <X aria-hidden size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField
        label="Find or add a value"
        autoFocus
        value={typed}
        onChange={setTyped}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && typed === '') event.continuePropagation()
          if (event.key !== 'Enter' || typed === '') return
          event.preventDefault()
          add([typed])
        }}
        onPaste={(event) => {
          const lines = event.clipboardData.getData('text').split(/\r?\n/).filter(Boolean)
          if (lines.length < 2) return
          event.preventDefault()
          add(lines)
        }}
      />
      <ul aria-label="Offered" aria-busy={isLoading} className="flex max-h-44 flex-col overflow-auto">
        {offered.map(({ text, count }) => (
          <li key={text} className="flex items-center gap-2">
            <Checkbox
              isSelected={chosen.includes(text)}
              onChange={(isChosen) => onChange(isChosen ? [...chosen, text] : chosen.filter((other) => other !== text))}
              className="min-w-0 flex-1 font-mono text-12"
            >
              <span className="truncate whitespace-pre">
                <ShownText shown={cellText(text)} />
              </span>
            </Checkbox>
            <span className="shrink-0 pr-1 text-12 text-text-2 tabular">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {offered.length === 0 && typed !== '' && !isLoading && (
        <p className="text-12 text-text-2">No value of this column contains “{typed}”.</p>
      )}
      {hasMore && <p className="text-12 text-text-2">There are others: type to find them.</p>}
      {isNew && (
        <Button size="small" variant="quiet" className="self-start" onPress={() => add([typed])}>
          <span className="max-w-60 truncate">Add “{typed}”</span>
        </Button>
      )}
      {error && (
        <p role="alert" className="text-13 text-red">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** The top values of the profile while nothing is typed, else those that contain it. */
const useOffered = ({ datasetId, version }: FilteredVersion, { name, profile }: TableColumn, typed: string) => {
  const top = profile ? countedColumn({ ...profile, histogram: [] }).top_values : []
  const isKnown = typed === '' && top.length > 0
  const { data, isFetching } = useQuery({
    queryKey: ['datasets', 'values', datasetId, version, name, typed],
    queryFn: ({ signal }) =>
      get(`/datasets/${encodeURIComponent(datasetId)}/values`, columnValuesSchema, {
        query: { version, column: name, q: typed, limit: mostOffered },
        signal,
      }),
    enabled: !isKnown,
    placeholderData: keepPreviousData,
  })
  const values = isKnown ? top : (data?.values ?? [])
  return {
    offered: values.map(({ value, count }) => ({ text: storedText(value), count })),
    hasMore: isKnown ? (profile?.distinct_count ?? 0) > top.length : (data?.has_more ?? false),
    isLoading: isFetching,
  }
}
