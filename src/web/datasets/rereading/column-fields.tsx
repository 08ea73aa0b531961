import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { formatCounted } from '../../../shared/format-numbers.ts'
import type { ColumnOptions, ReadingOptions } from '../../../shared/reading-options.ts'
import type { RowsColumn } from '../../../shared/rows.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { decideColumn, decideOption } from './decide-option.ts'
import { type Choice, columnTypes, hasFormat, hasMarks, readingChoices } from './reading-choices.ts'
import { columnField, type ReadingProblems } from './reading-problems.ts'

const shownAtFirst = 12
const asFound = 'found'

/** What each column is called and what it holds, as found or as a person decides. */
export function ColumnFields({
  columns,
  takesMarks,
  options,
  problems,
  onChange,
}: {
  columns: readonly RowsColumn[]
  /** Whether numbers are texts in this file, so that a person can decide about their marks. */
  takesMarks: boolean
  options: ReadingOptions
  problems: ReadingProblems
  onChange: (options: ReadingOptions, field: string) => void
}) {
  const [q, setSearch] = useState('')
  const [shown, setShown] = useState(shownAtFirst)
  const wanted = q.trim().toLowerCase()
  const decided = new Map(options.columns?.map((column) => [column.index, column]))
  const found = columns.flatMap((column, index) =>
    column.name.toLowerCase().includes(wanted) || decided.get(index)?.name?.toLowerCase().includes(wanted)
      ? [{ column, index }]
      : [],
  )
  return (
    <div className="flex flex-col gap-3">
      {columns.length > shownAtFirst && <SearchField label="Find a column" value={q} onChange={setSearch} />}
      <ul className="flex flex-col gap-3">
        {found.slice(0, shown).map(({ column, index }) => (
          <ColumnField
            key={index}
            column={column}
            takesMarks={takesMarks}
            decided={decided.get(index) ?? { index }}
            errorOf={(part) => problems.get(columnField(index, part))}
            onDecide={(part, value) => onChange(decideColumn(options, index, part, value), columnField(index, part))}
            onBack={() => {
              const others = options.columns?.filter((other) => other.index !== index) ?? []
              onChange(decideOption(options, 'columns', others.length > 0 ? others : undefined), 'columns')
            }}
          />
        ))}
      </ul>
      {found.length > shown && (
        <Button size="small" variant="quiet" className="self-start" onPress={() => setShown(shown + 100)}>
          Show more of {formatCounted(found.length, 'column')}
        </Button>
      )}
    </div>
  )
}

type Part = Exclude<keyof ColumnOptions, 'index'>

function ColumnField({
  column: { name, kind, sql_type },
  takesMarks,
  decided,
  errorOf,
  onDecide,
  onBack,
}: {
  column: RowsColumn
  takesMarks: boolean
  decided: ColumnOptions
  errorOf: (part: Part) => string | undefined
  onDecide: <P extends Part>(part: P, value: ColumnOptions[P] | undefined) => void
  onBack: () => void
}) {
  const isDecided = Object.keys(decided).length > 1
  const { sql_type: type, decimal, thousands } = decided
  const choices = [
    { value: asFound, label: type === undefined ? `as found: ${sql_type}` : 'as found' },
    ...columnTypes,
    ...(type === undefined || columnTypes.some(({ value }) => value === type) ? [] : [{ value: type, label: type }]),
  ]
  const errors = (['name', 'sql_type', 'format', 'decimal', 'thousands'] as const).flatMap(
    (part) => errorOf(part) ?? [],
  )
  return (
    <li className={`relative border-l-2 pl-3 ${isDecided ? 'border-accent' : 'border-transparent'}`}>
      <div className="flex items-center gap-1.5 pb-1 text-13 font-medium">
        <KindIcon kind={kind} size={13} />
        <span className="min-w-0 flex-1 truncate" title={name}>
          {name}
        </span>
        {isDecided && (
          <IconButton label={`Column ${name}: back to what was found`} onPress={onBack}>
            <Undo2 aria-hidden size={14} />
          </IconButton>
        )}
      </div>
      <div className="grid grid-cols-2 gap-1.5">
        <TextField
          label={`Name of column ${name}`}
          hideLabel
          literal
          placeholder="Name as found"
          value={decided.name ?? ''}
          onChange={(text) => onDecide('name', text === '' ? undefined : text)}
        />
        <Select
          label={`Type of column ${name}`}
          hideLabel
          size="large"
          value={type ?? asFound}
          options={choices}
          onChange={(chosen) => onDecide('sql_type', chosen === asFound ? undefined : chosen)}
        />
        {hasFormat(type) && (
          <TextField
            label={`Format of column ${name}`}
            hideLabel
            literal
            mono
            className="col-span-2"
            placeholder="Format as found, e.g. %d.%m.%Y"
            value={decided.format ?? ''}
            onChange={(text) => onDecide('format', text === '' ? undefined : text)}
          />
        )}
        {takesMarks && (hasMarks(type) || decimal !== undefined || thousands !== undefined) && (
          <>
            <MarkSelect
              what="decimal mark"
              column={name}
              choices={readingChoices.decimal}
              value={decimal}
              onDecide={(mark) => onDecide('decimal', mark)}
            />
            <MarkSelect
              what="thousands mark"
              column={name}
              choices={readingChoices.thousands}
              value={thousands}
              onDecide={(mark) => onDecide('thousands', mark)}
            />
          </>
        )}
      </div>
      {errors.map((error) => (
        <p key={error} role="alert" className="pt-1 text-13 wrap-anywhere text-red">
          {error}
        </p>
      ))}
    </li>
  )
}

/** A mark of the numbers of one column; as found is as in the file. */
function MarkSelect<T extends string | null>({
  what,
  column,
  choices,
  value,
  onDecide,
}: {
  what: string
  column: string
  choices: readonly Choice<T>[]
  value: T | undefined
  onDecide: (value: T | undefined) => void
}) {
  const options = choices.map((choice, index) => ({
    value: String(index),
    label: choice.value === null ? `no ${what}` : choice.label,
  }))
  const at = choices.findIndex((choice) => choice.value === value)
  return (
    <Select
      label={`The ${what} of column ${column}`}
      hideLabel
      size="large"
      className="col-span-2"
      value={at < 0 ? asFound : String(at)}
      options={[{ value: asFound, label: `${what} as found` }, ...options]}
      onChange={(key) => onDecide(key === asFound ? undefined : choices[Number(key)]?.value)}
    />
  )
}
