import { type BrushAnswer, type BrushQuestion as BrushSpec, cellsOf, mostCubeCells } from '../../shared/brush.ts'
import { filterSql } from '../query/filter-sql.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { countCube } from './count-cube.ts'
import { createPlacedRows } from './placed-rows.ts'
import { planCubes } from './plan-cubes.ts'

/** A question for the cubes that answer every brush of one chart of a table. */
export type BrushQuestion = BrushSpec & { about: 'brush'; tableFile: string }

/**
 * Counts the rows of every chart by the slots of the grip and the cells of the chart, in one walk over the table. Throws
 * `QuestionError` for a column, value or edge that does not fit, and for more than `mostCubeCells`.
 */
export async function answerBrush(table: Table, question: BrushSpec, signal?: AbortSignal): Promise<BrushAnswer> {
  refuseTooMany(question)
  const rows = createPlacedRows(table)
  const counters = planCubes(table, question, rows).map(countCube)
  const where = question.filter ? filterSql(question.filter, table) : 'true'
  const visitor = (block: Float64Array[]) => {
    rows.take(block)
    for (const counter of counters) counter.addBlock(block[0]?.length ?? 0)
  }
  await table.visit(rows.expressions(), `${table.from} WHERE ${where}`, visitor, { signal })
  return { cubes: counters.map((counter) => counter.cube()) }
}

function refuseTooMany({ grip, charts }: BrushSpec): void {
  const cells = charts.map(({ axes, follows }) => (follows ? cellsOf(grip) : 1) * cellsOf(axes))
  if (cells.reduce((all, some) => all + some, 0) <= mostCubeCells) return
  throw new QuestionError('grip', `These cubes have more than ${mostCubeCells} cells together. Use fewer slots.`)
}
