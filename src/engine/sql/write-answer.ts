import { stat } from 'node:fs/promises'
import type { DuckDb } from '../duckdb.ts'
import { columnNames } from '../ingest/column-names.ts'
import { rowGroupSql } from '../ingest/row-group-sql.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { answerNames } from './answer-names.ts'
import { asSqlError } from './as-sql-error.ts'
import type { CheckedStatement, SqlLimits, WrittenAnswer } from './sql-question.ts'

/** Writes the rows of a statement as a Parquet file, every value exact, under names that differ. Throws `SqlError`. */
export async function writeAnswer(
  db: DuckDb,
  { prepared, statement, parameters }: CheckedStatement,
  { target, limit }: { target: string; limit: number | undefined },
  limits: SqlLimits,
): Promise<WrittenAnswer> {
  const { columns } = await (await db.prepare(`SELECT * FROM (\n${statement}\n) LIMIT 0`)).run(parameters)
  const names = columnNames(answerNames(prepared, columns))
  const places = columns.map((_, index) => `c${index}`)
  const cells = columns.map(
    ({ sqlType }, index) => `${exactSql(`c${index}`, sqlType)} AS ${quoteName(names[index] as string)}`,
  )
  const options = `FORMAT parquet, COMPRESSION zstd, ${rowGroupSql(columns.length)}, USE_TMP_FILE false`
  const lead = `COPY (SELECT ${cells.join(', ')} FROM (\n`
  const end = `\n) AS answer(${places.join(', ')})${limit === undefined ? '' : ` LIMIT ${limit}`})`
  try {
    const copy = await db.prepare(`${lead}${statement}${end} TO ${quoteText(target)} (${options})`)
    const [[rowCount] = []] = await rowsOf(await copy.run(parameters))
    return { rowCount: Number(rowCount), columnCount: columns.length, bytes: (await stat(target)).size }
  } catch (error) {
    throw asSqlError(error, { sql: statement, lead: Buffer.byteLength(lead) }, limits)
  }
}

async function rowsOf({ blocks }: { blocks: AsyncIterable<unknown[][]> }): Promise<unknown[][]> {
  return (await Array.fromAsync(blocks)).flat()
}

const unknownToParquet = /"(?:[^"]|"")*"|\b(?:HUGEINT|UHUGEINT|BIGNUM|BIT|INTERVAL|TIME WITH TIME ZONE|TIME_NS)\b/g

/** Parquet has 38 digits and not all types of DuckDB, which would round such values or not write them at all. */
function exactSql(column: string, sqlType: string): string {
  const written = sqlType.startsWith('UNION(')
    ? 'VARCHAR'
    : sqlType.replace(unknownToParquet, (part) => {
        if (part.startsWith('"')) return part
        return part === 'HUGEINT' ? 'DECIMAL(38,0)' : 'VARCHAR'
      })
  return written === sqlType ? column : `CAST(${column} AS ${written})`
}
