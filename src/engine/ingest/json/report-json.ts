import type { Question } from '../../../shared/receipt.ts'
import type { RejectedCells } from '../columns/reject-cells.ts'
import type { ReportLog } from '../csv/report-log.ts'
import { rejectedCellsSql, reportsSql, writeRejects } from '../csv/write-reports.ts'
import type { ReadRequest } from '../loaded-table.ts'

/** The lines on which rows begin, given in ascending order. */
type LinesOf = (rows: number[]) => Promise<number[]>

/** Writes what was reported of a JSON text, and the cells that a chosen type could not hold, beside its table. */
export async function writeJsonReports(
  request: ReadRequest,
  encoding: string,
  { log, rejectedCells, linesOf }: { log: ReportLog; rejectedCells: RejectedCells; linesOf: LinesOf },
): Promise<void> {
  const told = log.count() > 0 ? [reportsSql(log)] : []
  if (rejectedCells.file !== null) told.push(await rejectedCellsSql(request, rejectedCells.file, linesOf))
  if (told.length > 0) await writeRejects(request, encoding, told)
}

/** The questions of a load, with the line on which each misfit's record begins. */
export async function placeQuestions(questions: Question[], linesOf: LinesOf): Promise<Question[]> {
  const misfits = questions.flatMap(({ alternatives }) => alternatives.flatMap(({ misfits = [] }) => misfits))
  if (misfits.length === 0) return questions
  const rows = [...new Set(misfits.map(({ row_number }) => row_number))].sort((a, b) => a - b)
  const lines = await linesOf(rows)
  const lineOf = new Map(rows.map((row, place) => [row, lines[place] ?? null]))
  return questions.map((question) => ({
    ...question,
    alternatives: question.alternatives.map((alternative) => ({
      ...alternative,
      ...(alternative.misfits && {
        misfits: alternative.misfits.map((one) => ({ ...one, line_number: lineOf.get(one.row_number) ?? null })),
      }),
    })),
  }))
}
