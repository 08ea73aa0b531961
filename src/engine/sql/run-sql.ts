import { join } from 'node:path'
import { queryLimits } from '../../shared/queries.ts'
import { type DuckDb, openDuckDb } from '../duckdb.ts'
import { parquetSql, quoteName } from '../sql-text.ts'
import { answerSql } from './answer-sql.ts'
import { asSqlError } from './as-sql-error.ts'
import { checkParameters } from './check-parameters.ts'
import { checkStatement } from './check-statement.ts'
import { SqlError } from './sql-error.ts'
import type { SqlAnswer, SqlOutcome, SqlTask, WrittenAnswer } from './sql-question.ts'
import { writeAnswer } from './write-answer.ts'

const settings = {
  allow_persistent_secrets: 'false',
  enable_external_file_cache: 'false',
  errors_as_json: 'true',
}

/** Answers people's SQL in an instance that is made for it, reads nothing but its tables, and is gone afterwards. */
export async function runSql({
  question,
  directory,
  target,
  limits,
}: SqlTask): Promise<SqlOutcome<SqlAnswer | WrittenAnswer>> {
  const { sql, parameters, tables, limit } = question
  const tempDir = join(directory, 'spilled')
  const files = Object.values(tables)
  let db: DuckDb | undefined
  try {
    db = await openDuckDb({
      ...limits,
      tempDir,
      settings,
      onlyPaths: target === undefined ? files : [...files, target],
    })
    for (const [alias, file] of Object.entries(tables)) {
      await db.query(`CREATE TEMP VIEW ${quoteName(alias)} AS FROM ${parquetSql(file)}`)
    }
    const statement = await checkStatement(db, sql, Object.keys(tables))
    const prepared = await db.prepare(statement)
    if (!prepared.isSelect) throw new SqlError('Only questions can be asked.')
    checkParameters(prepared.parameterNames, parameters)
    const checked = { prepared, statement, parameters }
    return {
      answer:
        target === undefined
          ? await answerSql(db, checked, limit ?? queryLimits.usual, limits)
          : await writeAnswer(db, checked, { target, limit }, limits),
    }
  } catch (error) {
    const failure = asSqlError(error, question, limits)
    if (failure instanceof SqlError) return { error: { message: failure.message, place: failure.place } }
    throw failure
  } finally {
    db?.close()
  }
}
