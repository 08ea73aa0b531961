import {
  type BrushAnswer,
  type BrushCube,
  type BrushQuestion as BrushSpec,
  cellsOf,
  mostCubeCells,
  slotsOf,
} from '../../shared/brush.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { brushSql } from './brush-sql.ts'

/** A question for the cubes that answer every brush of one chart of a table. */
export type BrushQuestion = BrushSpec & { about: 'brush'; tableFile: string }

/**
 * Counts the rows of every chart by the slots of the grip and the cells of the chart, in one walk over the table. Throws
 * `QuestionError` for a column, value or edge that does not fit, and for more than `mostCubeCells`.
 */
export async function answerBrush(table: Table, question: BrushSpec, signal?: AbortSignal): Promise<BrushAnswer> {
  const shapes = question.charts.map(({ axes, follows }) => ({
    slots: follows ? cellsOf(question.grip) : 1,
    cells: cellsOf(axes),
    lengths: [...(follows ? question.grip : []), ...axes].map(slotsOf),
  }))
  if (shapes.reduce((all, { slots, cells }) => all + slots * cells, 0) > mostCubeCells) {
    throw new QuestionError('grip', `These cubes have more than ${mostCubeCells} cells together. Use fewer slots.`)
  }
  const cubes = shapes.map(({ slots, cells }, chart): BrushCube => {
    const hasFigures = question.charts[chart]?.aggregate !== 'count'
    const length = slots * cells
    return { slots, cells, n: Array(length).fill(0), figures: hasFigures ? Array(length).fill(null) : null }
  })
  const { rows } = await table.query(brushSql(table, question), signal)
  for (const [chart, ...rest] of rows as [number, ...(number | null)[]][]) {
    const figure = rest.pop() as number | null
    const n = rest.pop() as number
    const place = placeOf(rest, shapes[chart]?.lengths as number[])
    if (place === undefined) continue
    const cube = cubes[chart] as BrushCube
    cube.n[place] = n
    if (cube.figures && figure !== null && Number.isFinite(figure)) cube.figures[place] = figure
  }
  return { cubes }
}

/** The place of a cell, the last axis fastest; undefined for rows that are in no slot of some axis. */
function placeOf(slots: (number | null)[], lengths: number[]): number | undefined {
  let place = 0
  for (const [axis, length] of lengths.entries()) {
    const slot = slots[axis] ?? length
    if (slot >= length) return undefined
    place = place * length + slot
  }
  return place
}
