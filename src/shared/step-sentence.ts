import { formatCounted } from './format-numbers.ts'
import type { Step, StepEffect } from './steps.ts'

const mostNamed = 3

/** A step as an instruction: `Trim port`. */
export function stepSentence(step: Step): string {
  switch (step.op) {
    case 'drop_columns':
      return `Leave out ${named(step.columns)}`
    case 'rename':
      return `Rename ${step.column} to ${step.to}`
    case 'trim':
      return `Take blanks from both ends of ${step.column}`
    case 'case':
      return `Write ${step.column} in ${step.to} case`
    case 'null_where':
      return `Make ${named(step.values)} null in ${step.column}`
    case 'replace':
      return `Write ${shown(step.to)} for ${named(step.from)} in ${step.column}`
    case 'retype':
      return `Read ${step.column} as ${step.sql_type}`
    case 'repair_encoding':
      return `Read ${step.column} again as UTF-8`
    case 'filter':
      return 'Keep only the rows of a filter'
    case 'drop_duplicates':
      return 'Keep the first of equal rows'
    case 'compute':
      return `Add ${step.name} = ${step.expression}`
  }
}

/** What steps change, in words: `12 cells change, 3 rows go`; `isDone` says it of the past. */
export function effectSentence({ changed_cells: cells, removed_rows: rows }: StepEffect, isDone: boolean): string {
  const parts = [
    ...(cells > 0
      ? [`${formatCounted(cells, 'cell')} ${isDone ? 'changed' : cells === 1 ? 'changes' : 'change'}`]
      : []),
    ...(rows > 0 ? [`${formatCounted(rows, 'row')} ${isDone ? 'left out' : rows === 1 ? 'goes' : 'go'}`] : []),
  ]
  return parts.join(', ') || (isDone ? 'no cell changed' : 'No cell changes')
}

const named = (values: (string | number | boolean)[]): string => {
  const first = values.slice(0, mostNamed).map(shown).join(', ')
  return values.length > mostNamed ? `${first} and ${values.length - mostNamed} more` : first
}

const shown = (value: string | number | boolean): string =>
  value === '' ? '""' : /^\s|\s$/.test(String(value)) ? JSON.stringify(value) : String(value)
