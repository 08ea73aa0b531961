import type { BrushAxis, BrushedChart, BrushQuestion } from '../../shared/brush.ts'
import { filterSql } from '../query/filter-sql.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { finiteSql, numericColumn } from '../statistics/read-numbers.ts'
import { axisSql } from './axis-sql.ts'

/**
 * One statement for all cubes: each row once, with its slots, values and whether a condition holds; then one count of
 * those for each chart. It answers rows of DOUBLE: the chart, the slots of five axes (those of the grip first, if the chart
 * follows it), the rows, the figure. A slot is null or beyond the last for rows that are in none.
 */
export function brushSql(table: Table, { grip, charts, filter }: BrushQuestion): string {
  const placed = createColumns()
  const condition = (part: Filter, path: string) => placed.name(at(path, () => filterSql(part, table)))
  const slotOf = (axis: BrushAxis, path: string) => placed.name(axisSql(table, axis, path))
  const gripSlots = grip.map((axis, index) => slotOf(axis, `grip.${index}`))
  const brushes = charts.map(({ brush }, index) => brush && condition(brush, `charts.${index}.brush`))
  const counts = charts.map((chart, index) => {
    const path = `charts.${index}`
    const ofOthers = brushes.filter((name, other) => name !== undefined && other !== index) as string[]
    const own = chart.filter ? [condition(chart.filter, `${path}.filter`)] : []
    return countSql(index, {
      slots: [
        ...(chart.follows ? gripSlots : []),
        ...chart.axes.map((axis, position) => slotOf(axis, `${path}.axes.${position}`)),
      ],
      conditions: [...own, ...ofOthers],
      ...figuresOf(table, chart, path, placed),
    })
  })
  const where = filter ? ` WHERE ${filterSql(filter, table)}` : ''
  return `WITH placed AS MATERIALIZED (SELECT ${placed.list()} FROM ${table.from}${where})
    ${counts.join('\n    UNION ALL ')}`
}

type Filter = NonNullable<BrushQuestion['filter']>
type Figures = { n: string; figure: string }
type Count = { slots: string[]; conditions: string[] } & Figures

const mostAxes = 5

/** What stands in each row, every expression once. */
function createColumns() {
  const names = new Map<string, string>()
  return {
    name: (sql: string) => {
      const name = names.get(sql) ?? `c${names.size}`
      names.set(sql, name)
      return name
    },
    list: () => [...names].map(([sql, name]) => `${sql} AS ${name}`).join(', '),
  }
}

/** Which slots there are is looked at afterwards: DuckDB would compute all slots once more for a condition on them. */
function countSql(chart: number, { slots, conditions, n, figure }: Count): string {
  const keys = [...slots, ...Array(mostAxes - slots.length).fill('0')].map((slot) => `${slot}::DOUBLE`)
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const group = slots.length > 0 ? `GROUP BY ${[...new Set(slots)].join(', ')}` : ''
  return `SELECT ${chart}::DOUBLE, ${keys.join(', ')}, ${n}::DOUBLE, ${figure}::DOUBLE FROM placed ${where} ${group}`
}

function figuresOf(
  table: Table,
  { aggregate, value }: BrushedChart,
  path: string,
  placed: ReturnType<typeof createColumns>,
): Figures {
  if (aggregate === 'count') {
    if (value === undefined) return { n: 'count(*)', figure: 'NULL' }
    const { sql } = findColumn(table, value, `${path}.value`)
    return { n: `count(${placed.name(`(CASE WHEN ${sql} IS NOT NULL THEN true END)`)})`, figure: 'NULL' }
  }
  if (value === undefined)
    throw new QuestionError(`${path}.value`, `Name a numeric column to take the ${aggregate} of.`)
  const name = placed.name(finiteSql(numericColumn(table, value, `${path}.value`)))
  return { n: `count(${name})`, figure: `${aggregate === 'mean' ? 'sum' : aggregate}(${name})` }
}

/** Filters name themselves in what they refuse; here they are a part of a larger question. */
function at(path: string, write: () => string): string {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error
    throw new QuestionError(error.path.replace(/^filter/, path), error.message)
  }
}
