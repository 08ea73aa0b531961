import { type BrushAxis, slotsOf } from '../../shared/brush.ts'
import { millisecondsOf } from '../../shared/data-time.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table, TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { quoteText } from '../sql-text.ts'
import { type Place, placeInBins } from './place-in-bins.ts'

type Categories = Extract<BrushAxis, { values: unknown }>

/** How rows come into the slots of an axis: what is read of each as SQL of type DOUBLE, and what places those numbers. */
export type AxisSlots = { sql: string; place: Place }

/** The slots of an axis. Throws `QuestionError` for a column that there is not, and for edges that do not fit it. */
export function slotsOfAxis(table: Pick<Table, 'columns'>, axis: BrushAxis, path: string): AxisSlots {
  const column = findColumn(table, axis.column, `${path}.column`)
  if (!('edges' in axis)) return { sql: categorySql(column, axis), place: placeInSlots(slotsOf(axis)) }
  const edges = edgesOf(column, axis.edges, `${path}.edges`)
  return { sql: numberSql(column), place: placeInBins(edges) }
}

function categorySql({ sql, sql_type }: TableColumn, { values, other }: Categories): string {
  const list = `[${values.map((value) => quoteText(String(value))).join(', ')}]::${sql_type}[]`
  const place = `list_position(${list}, ${sql}) - 1`
  const slot = other ? `CASE WHEN ${sql} IS NOT NULL THEN coalesce(${place}, ${values.length}) END` : place
  return `(${slot})::DOUBLE`
}

/** Moments and times of day are counted in microseconds; what is infinite is in no bin. */
function numberSql({ kind, sql }: TableColumn): string {
  return kind === 'temporal' ? `epoch_us(${sql})::DOUBLE` : `${sql}::DOUBLE`
}

/** Numbers that are slots already, NaN for none. */
function placeInSlots(none: number): Place {
  return (numbers, slots) => {
    for (let row = 0; row < numbers.length; row++) {
      const slot = numbers[row] as number
      slots[row] = slot >= 0 ? slot : none
    }
  }
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
