import type { Question } from '../../../shared/receipt.ts'
import type { ReadRequest } from '../loaded-table.ts'
import { type LoadedCsv, rewriteRequest } from './read-csv.ts'
import { rewriteCsv } from './rewrite-csv.ts'

/** The questions of a load, with the line on which each misfit's row begins. */
export async function placeMisfits(request: ReadRequest, loaded: LoadedCsv): Promise<Question[]> {
  const listed = loaded.questions.flatMap(({ alternatives }) => alternatives.flatMap(({ misfits }) => misfits ?? []))
  if (listed.length === 0) return loaded.questions
  const lines = await linesOf(request, loaded, new Set(listed.map(({ row_number }) => row_number)))
  return loaded.questions.map((question) => ({
    ...question,
    alternatives: question.alternatives.map((alternative) =>
      alternative.misfits
        ? {
            ...alternative,
            misfits: alternative.misfits.map((one) => ({ ...one, line_number: lines.get(one.row_number) ?? null })),
          }
        : alternative,
    ),
  }))
}

/** Where every row is one line below the header they are counted; else the records are read once more. */
async function linesOf(request: ReadRequest, { lines, table, sniffed }: LoadedCsv, rows: Set<number>) {
  const found = new Map<number, number>()
  if (lines && lines.data === table.rowCount && lines.header + lines.data === lines.total) {
    for (const row of rows) found.set(row, lines.header + row + 1)
    return found
  }
  const onRow = (row: number, line: number) => {
    if (rows.has(row)) found.set(row, line)
  }
  await rewriteCsv({ ...rewriteRequest(request, sniffed), onRow })
  return found
}
