import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { problemSchema } from '../../shared/problem.ts'
import { columnValuesSchema, summariesSchema } from '../../shared/summaries.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { selectionQuery, versionQuery } from '../datasets/selection-query.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { listParameter } from '../http/list-parameter.ts'
import { readerGone } from '../http/reader-gone.ts'
import { rememberCountedColumns } from './read-counted-columns.ts'

const { filter, q } = selectionQuery
const mostColumns = 100

/** What columns hold over the rows that a filter leaves: counts for small charts, and values to choose from. */
export const summariesRoutes = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const refusals = Object.fromEntries([401, 404, 408, 409, 422].map((status) => [status, problemSchema]))
  const readCountedColumns = rememberCountedColumns()
  const fail = (error: unknown): never => {
    throw asQueryProblem(error)
  }

  app.get(
    '/api/v1/datasets/:id/summaries',
    {
      schema: {
        tags: ['Profile'],
        summary: 'Columns over the rows of a filter',
        description:
          'Counts every row that the filter and the search leave, in the bins and values that the profile has of the columns. A column with a histogram has counts of its bins, another one of its top values.',
        params: datasetParams,
        querystring: versionQuery.extend({
          columns: listParameter
            .refine((names) => names.length >= 1 && names.length <= mostColumns, `Name 1 to ${mostColumns} columns.`)
            .describe(`The columns to count, at most ${mostColumns}.`),
          filter,
          q,
        }),
        response: { 200: summariesSchema, ...refusals },
      },
    },
    async ({ em, user, params, query: { version: number, columns, filter, q } }, reply) => {
      const version = await getReadyVersion(em.getKysely(), user.id, params.id, number)
      const counted = await readCountedColumns(em.getKysely(), version, columns)
      const tableFile = absolutePath(home, version.tablePath)
      const question = { about: 'summaries' as const, tableFile, filter, q, columns: counted }
      return await queries.summaries(question, { signal: readerGone(reply) }).catch(fail)
    },
  )

  app.get(
    '/api/v1/datasets/:id/values',
    {
      schema: {
        tags: ['Profile'],
        summary: 'Values of a column',
        description: 'The values that contain a text, in any case, with their counts, the most frequent first.',
        params: datasetParams,
        querystring: versionQuery.extend({
          column: z.string().max(10_000),
          q: z.string().max(1000).default('').describe('What the values contain; all unless given.'),
          filter,
          limit: z.coerce.number().int().min(1).max(1000).default(20),
        }),
        response: { 200: columnValuesSchema, ...refusals },
      },
    },
    async ({ em, user, params, query: { version: number, column, q: text, filter, limit } }, reply) => {
      const version = await getReadyVersion(em.getKysely(), user.id, params.id, number)
      const tableFile = absolutePath(home, version.tablePath)
      const question = { about: 'values' as const, tableFile, column, text, filter, limit }
      const answer = await queries.valuesText(question, { signal: readerGone(reply) }).catch(fail)
      // JSON already, as the query process wrote it.
      return reply.type('application/json; charset=utf-8').send(answer as never) as never
    },
  )
}
