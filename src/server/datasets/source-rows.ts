import type { QueryPool, RowsQuestion } from '../../engine/query/query-pool.ts'
import type { RowsAnswer } from '../../shared/rows.ts'

/**
 * The same rows as the question's, chosen and ordered by their values, with every cell as the text of its file. Where the
 * file holds values and no texts, they are written as the API writes them.
 */
export const sourceRows = async (
  queries: QueryPool,
  question: RowsQuestion,
  textTable: string | undefined,
  signal: AbortSignal,
): Promise<RowsAnswer> => {
  const typed = await queries.rows(question, { signal })
  const columns = typed.columns.map((column) => ({ ...column, json: 'string' as const }))
  if (textTable === undefined) return { ...typed, columns, rows: typed.rows.map((row) => row.map(asText)) }
  const { rows } = await queries.rows(
    {
      tableFile: textTable,
      columns: columns.map(({ name }) => name),
      rowNumbers: typed.row_numbers,
      offset: 0,
      limit: question.limit,
      sort: [],
    },
    { signal },
  )
  return { ...typed, columns, rows }
}

const asText = (value: unknown): string | null =>
  value === null || typeof value === 'string' ? value : JSON.stringify(value)
