import { storedText } from '../../../shared/cell-text.ts'
import type { ColumnKind } from '../../../shared/column-kind.ts'
import type { Filter } from '../../../shared/rows.ts'
import { type Step, stepTypes } from '../../../shared/steps.ts'
import { asTyped, fromTyped, typedValue } from '../table/filter-conditions.ts'

/** The steps that a person makes by hand, in the order in which they are offered. */
export const draftOps = [
  'rename',
  'retype',
  'trim',
  'case',
  'replace',
  'null_where',
  'drop_columns',
  'filter',
  'drop_duplicates',
  'compute',
] as const

export type DraftOp = (typeof draftOps)[number]

/** Those that change text alone. */
export const textOps: readonly DraftOp[] = ['trim', 'case']

export const opNames: Record<DraftOp, string> = {
  rename: 'Rename',
  retype: 'Change the type',
  trim: 'Take blanks from both ends',
  case: 'Upper or lower case',
  replace: 'Replace values',
  null_where: 'Make values null',
  drop_columns: 'Leave the column out',
  filter: 'Keep rows',
  drop_duplicates: 'Drop equal rows',
  compute: 'Compute a column',
}

/** What the fields of a step hold while it is made: every one of them, whatever the step needs. */
export type StepDraft = {
  op: DraftOp
  column: string
  /** The new name, or the value written for others. */
  to: string
  letters: 'upper' | 'lower'
  /** One value a line, the empty text as two quotation marks. */
  values: string
  sqlType: (typeof stepTypes)[number]
  expression: string
  filter: Filter | undefined
}

export const emptyDraft = (op: DraftOp, column: string, filter: Filter | undefined): StepDraft => ({
  op,
  column,
  to: '',
  letters: 'lower',
  values: '',
  sqlType: stepTypes[0],
  expression: '',
  filter,
})

const linesOf = (values: (string | number | boolean)[]) => values.map((value) => asTyped(storedText(value))).join('\n')

/** The fields of a step that is there; undefined for one that is made by alerts alone. */
export const draftOf = (step: Step): StepDraft | undefined => {
  const empty = emptyDraft('trim', 'column' in step ? step.column : '', undefined)
  switch (step.op) {
    case 'rename':
      return { ...empty, op: step.op, to: step.to }
    case 'retype':
      return { ...empty, op: step.op, sqlType: step.sql_type }
    case 'trim':
      return { ...empty, op: step.op }
    case 'case':
      return { ...empty, op: step.op, letters: step.to }
    case 'replace':
      return { ...empty, op: step.op, values: linesOf(step.from), to: storedText(step.to) }
    case 'null_where':
      return { ...empty, op: step.op, values: linesOf(step.values) }
    case 'drop_columns':
      return step.columns.length === 1 ? { ...empty, op: step.op, column: step.columns[0] ?? '' } : undefined
    case 'filter':
      return { ...empty, op: step.op, filter: step.filter }
    case 'drop_duplicates':
      return { ...empty, op: step.op }
    case 'compute':
      return { ...empty, op: step.op, to: step.name, expression: step.expression }
    default:
      return undefined
  }
}

/** The step that the fields make for a column of this kind; undefined while something is missing. */
export const stepOf = (draft: StepDraft, kind: ColumnKind): Step | undefined => {
  const { op, column, to, letters, sqlType, expression, filter } = draft
  const values = draft.values === '' ? [] : draft.values.split('\n').map((line) => typedValue(fromTyped(line), kind))
  const known = values.filter((value) => value !== undefined)
  const areValues = known.length > 0 && known.length === values.length
  switch (op) {
    case 'rename':
      return to.trim() === '' || to === column ? undefined : { op, column, to: to.trim() }
    case 'retype':
      return { op, column, sql_type: sqlType }
    case 'trim':
      return { op, column }
    case 'case':
      return { op, column, to: letters }
    case 'replace': {
      const value = typedValue(to, kind)
      return areValues && value !== undefined ? { op, column, from: known, to: value } : undefined
    }
    case 'null_where':
      return areValues ? { op, column, values: known } : undefined
    case 'drop_columns':
      return { op, columns: [column] }
    case 'filter':
      return filter && { op, filter }
    case 'drop_duplicates':
      return { op }
    case 'compute':
      return to.trim() === '' || expression.trim() === ''
        ? undefined
        : { op, name: to.trim(), expression: expression.trim() }
  }
}
