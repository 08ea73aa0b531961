import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { QueryFailure } from '../../engine/query/query-failure.ts'
import { SqlError } from '../../engine/sql/sql-error.ts'
import type { PastQuery } from '../../shared/queries.ts'
import type { Db } from '../database/db.ts'
import { jsonb } from '../database/jsonb.ts'
import { ReaderGone } from '../http/reader-gone.ts'

/** So many queries of a person about a dataset are remembered, the last ones. */
const mostPastQueries = 200

/** A query that is run. */
type Run = { datasetId: string; sql: string; with: Record<string, string> }

type Ending = Pick<PastQuery, 'outcome' | 'row_count' | 'error'>

/**
 * Runs a query and remembers for its author what became of it, and how many milliseconds that took from when it was their
 * turn. What was refused before it began is not
 * remembered.
 */
export const remembered = async <Answer>(
  { em, user, log }: FastifyRequest,
  run: Run,
  { ask, rowsOf }: { ask: (onTurn: () => void) => Promise<Answer>; rowsOf: (answer: Answer) => number },
): Promise<{ answer: Answer; durationMs: number }> => {
  let begun = performance.now()
  const onTurn = () => {
    begun = performance.now()
  }
  const keep = async (ending: Ending) => {
    const durationMs = Math.round(performance.now() - begun)
    await insertPastQuery(em.getKysely(), user.id, run, { ...ending, durationMs }).catch((error) =>
      log.warn({ err: error }, 'a query was not remembered'),
    )
    return durationMs
  }
  try {
    const answer = await ask(onTurn)
    return { answer, durationMs: await keep({ outcome: 'answered', row_count: rowsOf(answer), error: null }) }
  } catch (error) {
    const ending = endingOf(error)
    if (ending) await keep({ ...ending, row_count: null })
    throw error
  }
}

const endingOf = (error: unknown): Pick<Ending, 'outcome' | 'error'> | undefined => {
  if (error instanceof SqlError) return { outcome: 'failed', error: error.message }
  if (error instanceof ReaderGone) return { outcome: 'cancelled', error: null }
  if (error instanceof QueryFailure && error.code === 'timeout') return { outcome: 'timeout', error: error.message }
  return undefined
}

const insertPastQuery = async (
  db: Db,
  userId: string,
  { datasetId, sql: text, with: others }: Run,
  { outcome, row_count, error, durationMs }: Ending & { durationMs: number },
): Promise<void> => {
  await sql`insert into past_queries (dataset_id, user_id, sql, others, duration_ms, row_count, outcome, error)
    values (${datasetId}, ${userId}, ${text}, ${jsonb(others)}, ${durationMs}, ${row_count}, ${outcome},
      ${error?.replaceAll('\0', '\u2400').slice(0, 2000) ?? null})`.execute(db)
  await sql`delete from past_queries where id in (
    select id from past_queries where user_id = ${userId} and dataset_id = ${datasetId}
    order by created_at desc, id offset ${mostPastQueries})`.execute(db)
}
