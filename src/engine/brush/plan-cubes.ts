import type { BrushedChart, BrushQuestion } from '../../shared/brush.ts'
import type { Filter } from '../../shared/rows.ts'
import { filterSql } from '../query/filter-sql.ts'
import { findColumn } from '../query/find-column.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { numericColumn } from '../statistics/read-numbers.ts'
import type { CountedCube } from './count-cube.ts'
import type { PlacedRows, ReadNumbers } from './placed-rows.ts'

/** What is counted for each chart of a question. Throws `QuestionError` for what does not fit the table. */
export function planCubes(table: Table, { grip, charts }: BrushQuestion, rows: PlacedRows): CountedCube[] {
  const holding = (filter: Filter, path: string) => rows.numbers(truthSql(at(path, () => filterSql(filter, table))))
  const gripAxes = grip.map((axis, index) => rows.axis(axis, `grip.${index}`))
  const brushes = charts.map(({ brush }, index) => brush && holding(brush, `charts.${index}.brush`))
  return charts.map((chart, index) => {
    const path = `charts.${index}`
    const held = [
      chart.filter && holding(chart.filter, `${path}.filter`),
      ...brushes.filter((_, other) => other !== index),
      holdingValue(table, chart, path, rows),
    ]
    return {
      grip: chart.follows ? gripAxes : [],
      axes: chart.axes.map((axis, position) => rows.axis(axis, `${path}.axes.${position}`)),
      held: held.filter((numbers) => numbers !== undefined),
      figure: figureOf(table, chart, path, rows),
    }
  })
}

/** Where a column is counted, rows without a value are not. */
function holdingValue(
  table: Table,
  { aggregate, value }: BrushedChart,
  path: string,
  rows: PlacedRows,
): ReadNumbers | undefined {
  if (aggregate !== 'count' || value === undefined) return undefined
  return rows.numbers(truthSql(`${findColumn(table, value, `${path}.value`).sql} IS NOT NULL`))
}

function figureOf(
  table: Table,
  { aggregate, value }: BrushedChart,
  path: string,
  rows: PlacedRows,
): CountedCube['figure'] {
  if (aggregate === 'count') return undefined
  if (value === undefined)
    throw new QuestionError(`${path}.value`, `Name a numeric column to take the ${aggregate} of.`)
  return { aggregate, value: rows.numbers(`${numericColumn(table, value, `${path}.value`).sql}::DOUBLE`) }
}

const truthSql = (condition: string) => `(${condition})::DOUBLE`

/** Filters name themselves in what they refuse; here they are a part of a larger question. */
function at(path: string, write: () => string): string {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error
    throw new QuestionError(error.path.replace(/^filter/, path), error.message)
  }
}
