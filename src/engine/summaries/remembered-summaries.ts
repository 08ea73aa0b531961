import type { ColumnSummary, Summaries } from '../../shared/summaries.ts'
import { createRecentMap } from '../query/recent-map.ts'
import type { SummariesQuestion } from './answer-summaries.ts'

/** Summaries of columns, of which those that were counted last are not counted again. */
export type RememberedSummaries = {
  of(question: SummariesQuestion, signal?: AbortSignal): Promise<Summaries>
  forget(tableFile: string): void
}

const rememberedColumns = 2000

/** Remembers every column by itself: a view that moves sideways asks only for the columns that are new in it. */
export function rememberSummaries(
  ask: (question: SummariesQuestion, signal?: AbortSignal) => Promise<Summaries>,
): RememberedSummaries {
  const known = createRecentMap<ColumnSummary>(rememberedColumns)
  return {
    of: async (question, signal) => {
      const { tableFile, filter, q, columns } = question
      const keys = columns.map((column) => JSON.stringify([tableFile, filter, q, column]))
      const found = keys.map((key) => known.get(key))
      const missing = columns.filter((_, index) => found[index] === undefined)
      const asked = missing.length > 0 ? (await ask({ ...question, columns: missing }, signal)).columns : []
      const summaries = found.map((summary) => summary ?? (asked.shift() as ColumnSummary))
      for (const [index, summary] of summaries.entries()) known.set(keys[index] as string, summary)
      return { total: summaries[0]?.count ?? 0, columns: summaries }
    },
    forget: (tableFile) => known.deleteWhere((key) => key.startsWith(`[${JSON.stringify(tableFile)},`)),
  }
}
