import type { Table, TableColumn } from './open-table.ts'
import { QuestionError } from './question-error.ts'

/** The column of exactly this name; throws `QuestionError` otherwise, with the name that differs in case alone. */
export function findColumn(table: Pick<Table, 'columns'>, name: string, path: string): TableColumn {
  const column = table.columns.get(name)
  if (column) return column
  const lower = name.toLowerCase()
  const near = [...table.columns.keys()].find((other) => other.toLowerCase() === lower)
  throw new QuestionError(path, `There is no column "${name}".${near === undefined ? '' : ` Did you mean "${near}"?`}`)
}
