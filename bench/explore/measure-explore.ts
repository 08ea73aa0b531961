import type { Figure } from '../figure.ts'
import { chartQuestions, rowsQuestions } from './explore-questions.ts'
import { measureExports } from './measure-exports.ts'
import { measureQuestions } from './measure-questions.ts'
import { openExplored } from './open-explored.ts'

/** What of exploring a table is measured. */
export const exploreParts = ['rows', 'charts', 'exports'] as const

/** One of `exploreParts`. */
export type ExplorePart = (typeof exploreParts)[number]

/** Measures how a table is explored over HTTP, beside raw DuckDB on the same Parquet. */
export async function measureExplore(
  directory: string,
  rows: number,
  parts: readonly ExplorePart[] = exploreParts,
): Promise<Figure[]> {
  const explored = await openExplored(directory, rows)
  try {
    const figures: Figure[] = []
    if (parts.includes('rows')) figures.push(...(await measureQuestions(explored, rowsQuestions(explored))))
    if (parts.includes('charts')) figures.push(...(await measureQuestions(explored, chartQuestions(explored))))
    if (parts.includes('exports')) figures.push(...(await measureExports(explored, directory)))
    return figures
  } finally {
    await explored.close()
  }
}
