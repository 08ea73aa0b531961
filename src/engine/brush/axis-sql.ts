import type { BrushAxis } from '../../shared/brush.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { quoteText } from '../sql-text.ts'
import { binSql, slotType } from './bin-sql.ts'
import { neighboursIn } from './neighbours.ts'

type Categories = Extract<BrushAxis, { values: unknown }>

/** The slot of a row on an axis, as SQL; null, or a number beyond the last slot, for a row that is in none. */
export function axisSql(table: Pick<Table, 'columns'>, axis: BrushAxis, path: string): string {
  const column = findColumn(table, axis.column, `${path}.column`)
  if (!('edges' in axis)) return categorySql(column, axis)
  const edges = edgesOf(column, axis.edges, `${path}.edges`)
  return binSql(numberSql(column), edges, neighboursIn(column), `${path}.edges`)
}

function categorySql({ sql, sql_type }: TableColumn, { values, other }: Categories): string {
  const list = `[${values.map((value) => quoteText(String(value))).join(', ')}]::${sql_type}[]`
  const place = `list_position(${list}, ${sql}) - 1`
  const slot = other ? `CASE WHEN ${sql} IS NOT NULL THEN coalesce(${place}, ${values.length}) END` : place
  return `(${slot})::${slotType(values.length + 1)}`
}

/** Moments and times of day are counted in microseconds; what is infinite is in no bin. */
function numberSql({ kind, sql }: TableColumn): string {
  return kind === 'temporal' ? `epoch_us(${sql})::DOUBLE` : `${sql}::DOUBLE`
}

function edgesOf(column: TableColumn, edges: readonly (number | string)[], path: string): number[] {
  if (column.kind !== 'numeric' && column.kind !== 'temporal') {
    throw new QuestionError(path, `"${column.name}" is a ${column.kind} column: name its values instead of edges.`)
  }
  const numbers = edges.map((edge) => {
    if (column.kind === 'numeric') return typeof edge === 'number' ? edge : Number(edge || Number.NaN)
    return typeof edge === 'string' ? Math.round(millisecondsOf(edge) * 1000) : Number.NaN
  })
  const wrong = numbers.findIndex((number, index) => !(number > (numbers[index - 1] ?? Number.NEGATIVE_INFINITY)))
  if (wrong < 0 && numbers.every(Number.isFinite)) return numbers
  const example = column.kind === 'numeric' ? 'numbers' : 'moments such as 2024-01-31'
  throw new QuestionError(`${path}.${Math.max(wrong, 0)}`, `The edges of "${column.name}" are ${example} that ascend.`)
}
