import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { datasetSchema } from '../../shared/dataset.ts'
import { problemSchema } from '../../shared/problem.ts'
import { queryDatasetRequestSchema, queryTimeouts } from '../../shared/queries.ts'
import { recorderOf } from '../audit/record-event.ts'
import { inTransaction } from '../database/db.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { findAnswer, insertDataset, type KeptFile } from '../datasets/insert-dataset.ts'
import { keepOriginal } from '../datasets/keep-original.ts'
import { linkOrCopy } from '../datasets/link-or-copy.ts'
import { idempotencyKey } from '../datasets/upload-route.ts'
import { readerGone } from '../http/reader-gone.ts'
import { filesOfTables, getQueryTables } from './query-tables.ts'
import { remembered } from './remember-query.ts'
import { asSqlProblem } from './sql-problem.ts'

/** The answer to a query becomes a dataset: its original is the Parquet file of all its rows. */
export const saveAnswerRoute = (
  root: FastifyInstance,
  { home, sql, quota, space, sweeper, stopping }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/datasets/:id/query/save',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags: ['SQL'],
        summary: 'Save the answer to a query as a dataset',
        description:
          'All rows, with their types, as a dataset of yours that says which query made it from which datasets. A query that fails leaves nothing. The same `Idempotency-Key` with the same query gives the same answer again.',
        params: datasetParams,
        headers: z.object({ 'idempotency-key': idempotencyKey }),
        body: queryDatasetRequestSchema,
        response: {
          201: datasetSchema,
          ...Object.fromEntries([401, 403, 404, 408, 409, 422, 429, 503, 507].map((status) => [status, problemSchema])),
        },
      },
    },
    async (request, reply) => {
      const { em, user, params, body, headers } = request
      const db = em.getKysely()
      const key = headers['idempotency-key']
      const answered = ({ dataset, isReplayed }: KeptFile) => {
        reply.code(201).header('location', `/api/v1/datasets/${dataset.id}`)
        if (isReplayed) reply.header('idempotent-replayed', 'true')
        return dataset
      }
      const keyedBy = createHash('sha256')
        .update(JSON.stringify([params.id, body]))
        .digest('hex')
      const known =
        key &&
        (await inTransaction(db, (transaction) => findAnswer(transaction, { userId: user.id, sha256: keyedBy }, key)))
      if (known) return answered({ dataset: known, isReplayed: true })

      const tables = await getQueryTables(db, user.id, params.id, body.with)
      await quota.refuse(db, user.id, 0)
      const room = await space.reserve(0)
      const run = { datasetId: params.id, sql: body.sql, with: body.with }
      const signal = AbortSignal.any([readerGone(reply), stopping])
      const question = { sql: body.sql, parameters: body.params, tables: filesOfTables(home, tables) }
      const by = { person: user.id, timeoutMs: queryTimeouts.most, signal }
      const ask = (onTurn: () => void) => sql.write(question, { ...by, onTurn })
      const { answer } = await remembered(request, run, { ask, rowsOf: ({ rowCount }) => rowCount })
        .catch((error) => {
          throw asSqlProblem(error)
        })
        .finally(room.release)
      try {
        const madeBy = {
          ...{ sql: body.sql, ...(body.params ? { params: body.params } : {}) },
          datasets: tables.map(({ alias, version }) => ({ alias, id: version.datasetId, version: version.number })),
        }
        const file = { userId: user.id, name: `${body.title}.parquet`, bytes: answer.bytes }
        const sha256 = await hashOf(answer.file)
        const place = async (path: string) => {
          await linkOrCopy(answer.file, path)
          await forceToDisk(path)
        }
        const kept = await keepOriginal(db, home, { ...file, place }, (id) =>
          insertDataset(db, {
            ...{ ...file, id, title: body.title, options: null, sha256, madeBy, keyedBy },
            ...{ keys: key ? [key] : [], quota, record: recorderOf(request) },
          }),
        )
        if (kept.isReplayed) sweeper.soon()
        return answered(kept)
      } catch (error) {
        sweeper.soon()
        throw error
      } finally {
        await answer.remove()
      }
    },
  )
}

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** DuckDB does not wait for the disk, and lets everybody read what it writes. */
const forceToDisk = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+')
  try {
    await handle.chmod(0o600)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
