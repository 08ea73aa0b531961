import { join } from 'node:path'
import { explainFailure } from '../query/explain-failure.ts'
import { openTable } from '../query/open-table.ts'
import { asSqlError } from '../sql/as-sql-error.ts'
import { SqlError } from '../sql/sql-error.ts'
import type { SqlOutcome, StepsTask } from '../sql/sql-question.ts'
import { answerComputed, answerSteps } from './answer-steps.ts'

/** Answers a question about steps as JSON text, in an instance that is made for it and reads nothing but its table. */
export async function runSteps({ steps: question, directory, limits }: StepsTask): Promise<SqlOutcome<string>> {
  const table = await openTable(question.tableFile, { ...limits, tempDir: join(directory, 'spilled') })
  try {
    const answer = question.about === 'steps' ? answerSteps(table, question) : answerComputed(table, question)
    return { answer: JSON.stringify(await answer) }
  } catch (error) {
    const failure = explainFailure(error)
    if (failure.type === 'question') return { error: failure }
    const sqlError = asSqlError(error, { sql: '' }, limits)
    if (sqlError instanceof SqlError) return { error: { message: sqlError.message, path: 'steps' } }
    throw error
  } finally {
    table.close()
  }
}
