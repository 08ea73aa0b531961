import type { PreparedStatement } from '../duckdb.ts'
import type { AnswerColumn } from '../duckdb-columns.ts'

/**
 * The names of an answer as its statement gives them, also where two are alike. Of a statement whose parameters have no
 * values yet DuckDB does not always know them; then they are those of the answer.
 */
export function answerNames({ columnNames }: PreparedStatement, columns: AnswerColumn[]): string[] {
  const areKnown = columns.length > 1 && columnNames.length === columns.length
  return areKnown ? columnNames : columns.map(({ name }) => name)
}
