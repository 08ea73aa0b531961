import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { chartDataSchema, chartSpecSchema } from '../../shared/charts.ts'
import { problemSchema } from '../../shared/problem.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { versionQuery } from '../datasets/selection-query.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { readerGone } from '../http/reader-gone.ts'

/** The numbers of a chart, put together here, so that a browser receives no more than it can draw. */
export const chartDataRoute = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  root.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/datasets/:id/chart-data',
    {
      config: { unitOfWork: 'plain', scope: 'read' },
      schema: {
        tags: ['Charts'],
        summary: 'The numbers of a chart',
        description:
          'Groups, bins, periods, boxes, cells or points of the columns that a chart names. What is left out of the question is chosen, and `spec` says what was; `sql` gives the same rows from the table `data`.',
        params: datasetParams,
        querystring: versionQuery,
        body: chartSpecSchema,
        response: {
          200: chartDataSchema,
          ...Object.fromEntries([401, 404, 408, 409, 422, 503].map((status) => [status, problemSchema])),
        },
      },
    },
    async ({ em, user, params, query, body: spec }, reply) => {
      const { tablePath } = await getReadyVersion(em.getKysely(), user.id, params.id, query.version)
      const question = { about: 'chart' as const, tableFile: absolutePath(home, tablePath), spec }
      const text = await queries.chartText(question, { signal: readerGone(reply) }).catch((error) => {
        throw asQueryProblem(error)
      })
      // JSON already, as the query process wrote it.
      return reply.type('application/json; charset=utf-8').send(text as never) as never
    },
  )
}
