import { columnKindOf, isWideInteger, jsonTypeOf } from '../column-kind-of.ts'
import type { DuckDb } from '../duckdb.ts'
import type { AnswerColumn } from '../duckdb-columns.ts'
import { toJsonValue } from '../json-value.ts'
import { answerNames } from './answer-names.ts'
import { asSqlError } from './as-sql-error.ts'
import { SqlError } from './sql-error.ts'
import type { CheckedStatement, SqlAnswer, SqlLimits } from './sql-question.ts'

/** The first rows of a statement that was checked, as JSON; stops at `limit` rows or when they are too large together. */
export async function answerSql(
  db: DuckDb,
  { prepared, statement, parameters }: CheckedStatement,
  limit: number,
  limits: SqlLimits,
): Promise<SqlAnswer> {
  // Only a limit in the statement lets DuckDB sort no more than the first rows.
  const lead = 'SELECT * FROM (\n'
  try {
    const limited = await db.prepare(`${lead}${statement}\n) LIMIT ${limit + 1}`)
    const answer = await limited.run(parameters)
    return await readAnswer({ ...answer, names: answerNames(prepared, answer.columns) }, limit, limits)
  } catch (error) {
    throw asSqlError(error, { sql: statement, lead: lead.length }, limits)
  }
}

async function readAnswer(
  { columns, blocks, names }: { columns: AnswerColumn[]; blocks: AsyncIterable<unknown[][]>; names: string[] },
  limit: number,
  { maxAnswerBytes }: SqlLimits,
): Promise<SqlAnswer> {
  const beyondDouble = new Set<number>()
  const cell = (value: unknown, index: number) => {
    const { sqlType } = columns[index] as AnswerColumn
    const isBeyond = isWideInteger(sqlType) && value !== null && !Number.isSafeInteger(Number(value))
    if (isBeyond) beyondDouble.add(index)
    return toJsonValue(value, sqlType, jsonTypeOf(sqlType, isBeyond))
  }
  const rows: string[] = []
  let [bytes, truncated] = [0, false]
  for await (const block of blocks) {
    for (const values of block) {
      truncated = rows.length >= limit
      if (truncated) break
      const row = JSON.stringify(values.map(cell))
      bytes += Buffer.byteLength(row) + 1
      truncated = bytes > maxAnswerBytes
      if (truncated) break
      rows.push(row)
    }
    if (truncated) break
  }
  if (truncated && rows.length === 0) throw new SqlError('One row is larger than an answer may be. Shorten its texts.')
  return {
    columns: columns.map(({ sqlType }, index) => ({
      name: names[index] as string,
      sql_type: sqlType,
      kind: columnKindOf(sqlType),
      json: jsonTypeOf(sqlType, beyondDouble.has(index)),
    })),
    rowsText: `[${(beyondDouble.size > 0 ? rows.map((row) => withTexts(row, beyondDouble)) : rows).join(',')}]`,
    row_count: rows.length,
    truncated,
  }
}

/** A row in which the numbers of these columns are texts, since another row has one that only a text can hold. */
function withTexts(row: string, columns: ReadonlySet<number>): string {
  const values = JSON.parse(row) as unknown[]
  return JSON.stringify(values.map((value, index) => (columns.has(index) && value !== null ? String(value) : value)))
}
