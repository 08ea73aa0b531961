import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { storedText } from '../../../shared/cell-text.ts'
import { opName, valuesWanted } from '../../../shared/filter-words.ts'
import { formatCount } from '../../../shared/format-numbers.ts'
import type { FilterOp } from '../../../shared/rows.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ColumnCombo } from './column-combo.tsx'
import { type Condition, opsOfKind, typedValue } from './filter-conditions.ts'
import type { TableColumn } from './table-column.ts'

const mostSuggestions = 8
const formats: Record<string, string> = { DATE: '2024-01-31', TIME: '13:05:00' }

/** Makes or changes one condition: a column, an operator that suits its kind, and a value. */
export function FilterEditor({
  columns,
  condition,
  column: firstColumn,
  onApply,
  onRemove,
}: {
  columns: TableColumn[]
  condition?: Condition | undefined
  column: string
  onApply: (condition: Condition) => void
  onRemove?: (() => void) | undefined
}) {
  const [name, setName] = useState(condition?.column ?? firstColumn)
  const column = columns.find((candidate) => candidate.name === name) ?? columns[0]
  const kind = column?.kind ?? 'text'
  const [chosenOp, setOp] = useState<FilterOp>(condition?.op ?? opsOfKind[kind][0] ?? 'eq')
  const op = opsOfKind[kind].includes(chosenOp) ? chosenOp : (opsOfKind[kind][0] ?? 'is_null')
  const [texts, setTexts] = useState(() => textsOf(condition))
  const [error, setError] = useState<string>()
  const wanted = valuesWanted(op)
  const hint = formats[column?.sqlType ?? ''] ?? (kind === 'temporal' ? '2024-01-31T13:05:00' : undefined)

  const setText = (index: number, text: string) => {
    setError(undefined)
    setTexts((now) => now.with(index, text) as Texts)
  }

  const apply = () => {
    if (!column) return
    const parts =
      wanted === 'many'
        ? texts[2].split('\n').filter((line) => line !== '')
        : wanted === 'two'
          ? texts.slice(0, 2)
          : wanted === 'one'
            ? [texts[0]]
            : []
    const values = parts.map((text) => typedValue(text, kind))
    if (values.includes(undefined) || (wanted === 'many' && values.length === 0)) {
      return setError(complaint(kind, wanted))
    }
    const known = values as (string | number | boolean)[]
    onApply({
      column: column.name,
      op,
      ...(wanted === 'none' ? {} : { value: wanted === 'one' ? (known[0] as string) : known }),
    })
  }

  const suggestions = (column?.profile?.top_values ?? [])
    .filter(({ count }) => count > 1 || kind === 'boolean')
    .slice(0, mostSuggestions)
  const suggests = (op === 'eq' || op === 'ne' || wanted === 'many') && kind !== 'boolean' && suggestions.length > 0

  return (
    <Form
      className="flex w-80 max-w-full flex-col gap-3 p-3"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <ColumnCombo
        label="Column"
        columns={columns}
        value={name}
        onChange={(next) => {
          setName(next)
          setError(undefined)
        }}
      />
      <Select
        label="Condition"
        value={op}
        options={opsOfKind[kind].map((value) => ({ value, label: opName(value, kind) }))}
        onChange={setOp}
        size="large"
      />
      {kind === 'boolean' && wanted === 'one' && (
        <Select
          label="Value"
          value={texts[0] === 'false' ? 'false' : 'true'}
          options={[
            { value: 'true', label: 'true' },
            { value: 'false', label: 'false' },
          ]}
          onChange={(text) => setText(0, text)}
          size="large"
        />
      )}
      {kind !== 'boolean' && wanted === 'one' && (
        <TextField
          label="Value"
          mono
          autoFocus
          value={texts[0]}
          onChange={(text) => setText(0, text)}
          error={error}
          {...(hint ? { placeholder: hint } : {})}
        />
      )}
      {wanted === 'two' && (
        <div className="flex gap-2">
          <TextField
            label="From"
            mono
            value={texts[0]}
            onChange={(text) => setText(0, text)}
            error={error}
            {...(hint ? { placeholder: hint } : {})}
          />
          <TextField
            label="To"
            mono
            value={texts[1]}
            onChange={(text) => setText(1, text)}
            {...(hint ? { placeholder: hint } : {})}
          />
        </div>
      )}
      {wanted === 'many' && (
        <TextField
          label="Values, one per line"
          mono
          rows={4}
          value={texts[2]}
          onChange={(text) => setText(2, text)}
          error={error}
        />
      )}
      {suggests && (
        <div className="flex flex-wrap gap-1">
          {suggestions.map(({ value, count }) => {
            const text = storedText(value)
            const isTaken = wanted === 'many' ? texts[2].split('\n').includes(text) : texts[0] === text
            return (
              <button
                key={text}
                type="button"
                aria-pressed={isTaken}
                onClick={() => (wanted === 'many' ? setText(2, toggleLine(texts[2], text)) : setText(0, text))}
                className={classNames(
                  'flex h-6 max-w-full items-center gap-1.5 rounded-sm px-1.5 font-mono text-12 shadow-[inset_0_0_0_1px_var(--color-hairline)] hover:bg-hover',
                  isTaken && 'bg-selected',
                )}
              >
                <span className="truncate">{text === '' ? '""' : text}</span>
                <span className="font-sans text-text-2 tabular">{formatCount(count)}</span>
              </button>
            )
          })}
        </div>
      )}
      <div className="flex items-center justify-end gap-2">
        {onRemove && (
          <Button variant="quiet" className="mr-auto" onPress={onRemove}>
            Remove
          </Button>
        )}
        <Button variant="primary" type="submit">
          {condition ? 'Change' : 'Add filter'}
        </Button>
      </div>
    </Form>
  )
}

/** What the fields hold: one value or the low end, the high end, a list. */
type Texts = [string, string, string]

const textsOf = (condition: Condition | undefined): Texts => {
  const value = condition?.value
  if (!Array.isArray(value)) return [storedText(value), '', '']
  const texts = value.map(storedText)
  return condition && valuesWanted(condition.op) === 'many'
    ? ['', '', texts.join('\n')]
    : [texts[0] ?? '', texts[1] ?? '', '']
}

const toggleLine = (text: string, line: string) => {
  const lines = text.split('\n').filter((other) => other !== '')
  return (lines.includes(line) ? lines.filter((other) => other !== line) : [...lines, line]).join('\n')
}

const complaint = (kind: string, wanted: 'none' | 'one' | 'two' | 'many') => {
  if (kind === 'numeric')
    return wanted === 'two'
      ? 'Both ends must be numbers, such as 12.5.'
      : 'This column holds numbers: write one such as 12.5.'
  if (kind === 'temporal') return 'Write a date or time as 2024-01-31 or 2024-01-31T13:05:00.'
  return 'Write at least one value.'
}
