import type { Question } from '../../../shared/receipt.ts'
import type { LinesOf } from './write-reports.ts'

/** The questions of a load, with the line on which each misfit's row begins. */
export async function placeMisfits(questions: Question[], linesOf: LinesOf): Promise<Question[]> {
  const listed = questions.flatMap(({ alternatives }) => alternatives.flatMap(({ misfits = [] }) => misfits))
  if (listed.length === 0) return questions
  const rows = [...new Set(listed.map(({ row_number }) => row_number))].sort((a, b) => a - b)
  const lines = await linesOf(rows)
  const lineOf = new Map(rows.map((row, place) => [row, lines[place] ?? null]))
  return questions.map((question) => ({
    ...question,
    alternatives: question.alternatives.map(({ misfits, ...alternative }) => ({
      ...alternative,
      ...(misfits && {
        misfits: misfits.map((one) => ({ ...one, line_number: lineOf.get(one.row_number) ?? null })),
      }),
    })),
  }))
}
