import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { rowsAnswerSchema } from '../../shared/rows.ts'
import { readerGone } from '../http/reader-gone.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getReadyVersion } from './get-version.ts'
import { asQueryProblem } from './query-problem.ts'
import { selectionQuery, sortKeys } from './selection-query.ts'
import { sourceRows } from './source-rows.ts'
import { absolutePath } from './stored-file.ts'

const rowsQuery = pageQuerySchema.extend(selectionQuery)

/** The rows of a dataset. */
export const rowsRoutes = (root: FastifyInstance, { home, queries, sourceTexts }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']

  app.get(
    '/api/v1/datasets/:id/rows',
    {
      schema: {
        tags,
        summary: 'Rows of a dataset',
        params: datasetParams,
        querystring: rowsQuery,
        response: {
          200: rowsAnswerSchema,
          401: problemSchema,
          404: problemSchema,
          408: problemSchema,
          409: problemSchema,
          422: problemSchema,
        },
      },
    },
    async ({ em, user, params: { id }, query }, reply) => {
      const version = await getReadyVersion(em.getKysely(), user.id, id, query.version)
      const { columns, offset, limit, filter, q, sort = [] } = query
      const question = {
        tableFile: absolutePath(home, version.tablePath),
        columns,
        offset,
        limit,
        filter,
        q,
        sort: sortKeys(sort),
      }
      const signal = readerGone(reply)
      const fail = (error: unknown) => {
        throw asQueryProblem(error)
      }
      if (query.values === 'source') {
        const texts = await sourceTexts.ofVersion(em.getKysely(), version)
        return await sourceRows(queries, question, texts, signal).catch(fail)
      }
      const text = await queries.rowsText(question, { signal }).catch(fail)
      // JSON already: the rows were never values in this process.
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )
}
