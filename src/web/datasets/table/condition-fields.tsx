import { opName, valuesWanted } from '../../../shared/filter-words.ts'
import type { FilterOp } from '../../../shared/rows.ts'
import { countedColumn } from '../../../shared/summaries.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { FilteredVersion } from './check-filter.ts'
import { ColumnCombo } from './column-combo.tsx'
import { opsOfKind } from './filter-conditions.ts'
import type { ConditionDraft } from './filter-draft.ts'
import { FrequentValues } from './frequent-values.tsx'
import type { TableColumn } from './table-column.ts'
import { ValueChoice } from './value-choice.tsx'

const mostSuggestions = 8

/** The fields of one condition: a column, an operator that suits its kind, and what it is compared with. */
export function ConditionFields({
  of,
  columns,
  draft,
  error,
  autoFocus = false,
  onChange,
}: {
  of: FilteredVersion
  columns: TableColumn[]
  draft: ConditionDraft
  error: string | undefined
  autoFocus?: boolean
  onChange: (draft: ConditionDraft) => void
}) {
  const column = columns.find(({ name }) => name === draft.column)
  const kind = column?.kind ?? 'text'
  const { op } = draft
  const choose = (name: string) => {
    const next = columns.find((candidate) => candidate.name === name)
    const ops = opsOfKind[next?.kind ?? 'text']
    onChange({ ...draft, column: name, op: ops.includes(op) ? op : (ops[0] ?? 'is_null') })
  }
  return (
    <>
      <ColumnCombo label="Column" columns={columns} value={draft.column} onChange={choose} />
      <Select
        label="Condition"
        value={op}
        options={opsOfKind[kind].map((value) => ({ value, label: opName(value, kind) }))}
        onChange={(next) => onChange({ ...draft, op: next })}
        size="large"
      />
      <div className="flex min-w-0 flex-col gap-2">
        <Values {...{ of, column, kind, draft, error, autoFocus, onChange }} />
        {caseRule(op, kind) && <p className="text-12 text-text-2">{caseRule(op, kind)}</p>}
      </div>
    </>
  )
}

/** Whether capitals matter, where there are letters to compare. */
const caseRule = (op: FilterOp, kind: string): string | undefined => {
  if (kind !== 'text' || valuesWanted(op) === 'none') return undefined
  if (op === 'matches') return 'A regular expression (RE2); capitals matter unless it begins with (?i).'
  const isFree = /contains|starts_with|ends_with/.test(op)
  return isFree ? 'Capitals and small letters are the same.' : 'Capitals matter: HAM is not ham. "" is the empty text.'
}

function Values({
  of,
  column,
  kind,
  draft,
  error,
  autoFocus,
  onChange,
}: {
  of: FilteredVersion
  column: TableColumn | undefined
  kind: string
  draft: ConditionDraft
  error: string | undefined
  autoFocus: boolean
  onChange: (draft: ConditionDraft) => void
}) {
  const { op, texts, list } = draft
  const wanted = valuesWanted(op)
  const setText = (index: 0 | 1, text: string) =>
    onChange({ ...draft, texts: texts.with(index, text) as [string, string] })
  const placeholder = kind === 'temporal' ? temporalPlaceholder(column?.sqlType ?? '') : ''
  if (wanted === 'none') return error ? <p className="text-13 text-red">{error}</p> : null
  if (wanted === 'many' && column) {
    return (
      <ValueChoice
        of={of}
        column={column}
        chosen={list}
        error={error}
        onChange={(next) => onChange({ ...draft, list: next })}
      />
    )
  }
  if (kind === 'boolean') {
    return (
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
    )
  }
  if (wanted === 'two') {
    return (
      <div className="grid grid-cols-2 items-start gap-2">
        <TextField
          label="From"
          mono
          literal
          {...{ placeholder, autoFocus, error }}
          value={texts[0]}
          onChange={(text) => setText(0, text)}
        />
        <TextField
          label="To"
          mono
          literal
          {...{ placeholder }}
          value={texts[1]}
          onChange={(text) => setText(1, text)}
        />
      </div>
    )
  }
  return (
    <>
      <TextField
        label="Value"
        mono
        literal
        {...{ placeholder, autoFocus, error }}
        value={texts[0]}
        onChange={(text) => setText(0, text)}
      />
      {(op === 'eq' || op === 'ne') && (
        <Suggestions column={column} text={texts[0]} onChoose={(text) => setText(0, text)} />
      )}
    </>
  )
}

const temporalPlaceholder = (sqlType: string) => {
  if (sqlType === 'DATE') return '2024-01-31'
  return sqlType.startsWith('TIMESTAMP') ? '2024-01-31T13:05:00' : '13:05:00'
}

/** The most frequent values, where some are frequent. */
function Suggestions({
  column,
  text: typed,
  onChoose,
}: {
  column: TableColumn | undefined
  text: string
  onChoose: (text: string) => void
}) {
  const top = column?.profile ? countedColumn({ ...column.profile, histogram: [] }).top_values : []
  const suggestions = top.filter(({ count }) => count > 1).slice(0, mostSuggestions)
  if (suggestions.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1">
      <FrequentValues values={suggestions} isChosen={(text) => text === typed} onPress={onChoose} />
    </div>
  )
}
