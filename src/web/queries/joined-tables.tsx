import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { aliasSchema } from '../../shared/queries.ts'
import { findColumns } from '../profiles/find-columns.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { JoinDataset } from './join-dataset.tsx'
import type { QueryPanelProps } from './query-panel.tsx'
import { ownAlias, type QueryTable } from './query-table.ts'
import { quoteName } from './quote-name.ts'

const mostShown = 200
const searchFrom = 12

/** The tables of the query, each with its alias and the columns to put into the text. */
export function JoinedTables({ tables, question, onJoin, onInsert }: QueryPanelProps) {
  const { with: joined } = question
  const rename = (from: string, to: string) =>
    onJoin(Object.fromEntries(Object.entries(joined).map(([alias, id]) => [alias === from ? to : alias, id])))
  const leaveOut = (gone: string) =>
    onJoin(Object.fromEntries(Object.entries(joined).filter(([alias]) => alias !== gone)))
  return (
    <div className="flex flex-col gap-4 p-3">
      {tables.map((table) => (
        <section key={table.datasetId + table.alias} aria-label={table.alias}>
          <div className="flex items-center gap-2">
            {table.alias === ownAlias ? (
              <code className="flex h-9 items-center font-mono text-13 font-semibold">{ownAlias}</code>
            ) : (
              <AliasField table={table} taken={tables} onRename={(to) => rename(table.alias, to)} />
            )}
            <span className="min-w-0 flex-1 truncate text-13 text-text-2" title={table.title}>
              {table.title}
            </span>
            {table.alias !== ownAlias && (
              <IconButton size="small" label={`Leave ${table.alias} out`} onPress={() => leaveOut(table.alias)}>
                <X aria-hidden size={14} />
              </IconButton>
            )}
          </div>
          <Columns table={table} isAlone={tables.length === 1} onInsert={onInsert} />
        </section>
      ))}
      <JoinDataset tables={tables} onJoin={(alias, id) => onJoin({ ...joined, [alias]: id })} />
    </div>
  )
}

function AliasField({
  table,
  taken,
  onRename,
}: {
  table: QueryTable
  taken: readonly QueryTable[]
  onRename: (alias: string) => void
}) {
  const [typed, setTyped] = useState(table.alias)
  const isTaken = taken.some(({ alias }) => alias !== table.alias && alias.toLowerCase() === typed.toLowerCase())
  const problem = isTaken ? 'Another table has this alias.' : aliasSchema.safeParse(typed).error?.issues[0]?.message
  const settle = () => {
    if (!problem && typed !== table.alias) onRename(typed)
  }
  return (
    <TextField
      label="Alias"
      hideLabel
      mono
      literal
      value={typed}
      onChange={setTyped}
      onBlur={settle}
      onKeyDown={({ key }) => key === 'Enter' && settle()}
      error={problem}
      className="w-36 shrink-0"
    />
  )
}

function Columns({
  table,
  isAlone,
  onInsert,
}: {
  table: QueryTable
  isAlone: boolean
  onInsert: (text: string) => void
}) {
  const [typed, setTyped] = useState('')
  const found = findColumns(table.columns, typed)
  const prefix = isAlone ? '' : `${table.alias}.`
  return (
    <>
      {table.columns.length > searchFrom && (
        <SearchField
          label={`Search the columns of ${table.alias}`}
          placeholder="Search columns"
          value={typed}
          onChange={setTyped}
          className="mt-1"
        />
      )}
      <ul className="mt-1">
        {found.slice(0, mostShown).map((column) => (
          <li key={column.name}>
            <Button
              onPress={() => onInsert(prefix + quoteName(column.name))}
              className="flex h-7 w-full min-w-0 items-center gap-2 rounded px-1.5 text-left text-13 -outline-offset-2 data-hovered:bg-hover"
            >
              <span className="sr-only">Insert </span>
              <KindIcon kind={column.kind} size={13} />
              <span className="min-w-0 flex-1 truncate">{column.name}</span>
              <span className="max-w-28 shrink-0 truncate font-mono text-12 text-text-2">{column.sql_type}</span>
            </Button>
          </li>
        ))}
      </ul>
      {found.length > mostShown && (
        <p className="px-1.5 py-1 text-12 text-text-2">
          {found.length - mostShown} more. Search for a part of the name.
        </p>
      )}
    </>
  )
}
