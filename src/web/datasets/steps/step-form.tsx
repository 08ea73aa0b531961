import { useMemo } from 'react'
import { storedText } from '../../../shared/cell-text.ts'
import { stepTypes } from '../../../shared/steps.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ColumnCombo } from '../table/column-combo.tsx'
import { FrequentValues } from '../table/frequent-values.tsx'
import type { TableColumn } from '../table/table-column.ts'
import { type DraftOp, draftOps, opNames, type StepDraft } from './step-draft.ts'

const mostSuggestions = 12
const ofNoColumn: readonly DraftOp[] = ['filter', 'drop_duplicates', 'compute']

/** The fields of one step. */
export function StepForm({
  draft,
  columns,
  hasFilter,
  error,
  onChange,
}: {
  draft: StepDraft
  columns: TableColumn[]
  /** Whether the table above is filtered, so that a step can keep its rows. */
  hasFilter: boolean
  /** What is wrong, from the server. */
  error: string | undefined
  onChange: (draft: StepDraft) => void
}) {
  const { op } = draft
  const column = columns.find(({ name }) => name === draft.column)
  const set = (next: Partial<StepDraft>) => onChange({ ...draft, ...next })
  const takesValues = op === 'replace' || op === 'null_where'
  return (
    <div className="flex flex-col gap-3">
      <Select
        label="What to do"
        value={op}
        options={draftOps.map((value) => ({ value, label: opNames[value] }))}
        onChange={(next) => set({ op: next })}
        size="large"
      />
      {!ofNoColumn.includes(op) && (
        <ColumnCombo
          key={draft.column}
          label="Column"
          columns={columns}
          value={draft.column}
          onChange={(name) => set({ column: name })}
        />
      )}
      {op === 'rename' && (
        <TextField label="New name" autoFocus value={draft.to} onChange={(to) => set({ to })} error={error} />
      )}
      {op === 'retype' && (
        <Select
          label="Read it as"
          value={draft.sqlType}
          options={stepTypes.map((value) => ({ value, label: value }))}
          onChange={(sqlType) => set({ sqlType })}
          size="large"
        />
      )}
      {op === 'case' && (
        <Select
          label="Letters"
          value={draft.letters}
          options={[
            { value: 'lower', label: 'lower case' },
            { value: 'upper', label: 'UPPER CASE' },
          ]}
          onChange={(letters) => set({ letters })}
          size="large"
        />
      )}
      {takesValues && (
        <>
          <TextField
            label={op === 'replace' ? 'Values to replace, one a line' : 'Values that mean nothing, one a line'}
            mono
            literal
            rows={3}
            value={draft.values}
            onChange={(values) => set({ values })}
            error={op === 'null_where' ? error : undefined}
            hint='"" is the empty text.'
          />
          <Suggestions column={column} values={draft.values} onChange={(values) => set({ values })} />
        </>
      )}
      {op === 'replace' && (
        <TextField label="Write instead" mono literal value={draft.to} onChange={(to) => set({ to })} error={error} />
      )}
      {op === 'filter' && (
        <p className="text-13 text-text-2">
          {draft.filter
            ? 'The rows stay that the filter of the table leaves. Change it above the table and choose this step again for other rows.'
            : hasFilter
              ? 'Choose this step again to take the filter of the table.'
              : 'Filter the table first, by the button or the charts above it: this step keeps the rows that it leaves.'}
        </p>
      )}
      {op === 'drop_duplicates' && (
        <p className="text-13 text-text-2">Of rows that are equal in every column, the first stays.</p>
      )}
      {op === 'compute' && (
        <>
          <TextField label="Name of the new column" autoFocus value={draft.to} onChange={(to) => set({ to })} />
          <TextField
            label="Expression in SQL"
            mono
            literal
            rows={4}
            value={draft.expression}
            onChange={(expression) => set({ expression })}
            error={error}
            hint={'Over the columns of its row, for example round("unit price" * amount, 2). Null where it fails.'}
          />
        </>
      )}
      {error && !['rename', 'replace', 'null_where', 'compute'].includes(op) && (
        <p role="alert" className="text-13 text-red">
          {error}
        </p>
      )}
    </div>
  )
}

/** The most frequent values of a column, to pick those that mean the same. */
function Suggestions({
  column,
  values,
  onChange,
}: {
  column: TableColumn | undefined
  values: string
  onChange: (values: string) => void
}) {
  const chosen = useMemo(() => new Set(values === '' ? [] : values.split('\n')), [values])
  const top = (column?.profile?.top_values ?? [])
    .filter(({ value }) => !storedText(value).includes('\n'))
    .slice(0, mostSuggestions)
  if (top.length === 0) return null
  const toggle = (text: string) => {
    const next = chosen.has(text) ? [...chosen].filter((other) => other !== text) : [...chosen, text]
    onChange(next.join('\n'))
  }
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="pb-1 text-12 text-text-2">Frequent values</legend>
      <FrequentValues values={top} isChosen={(line) => chosen.has(line)} onPress={toggle} />
    </fieldset>
  )
}
