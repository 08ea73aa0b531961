import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { brushAnswerSchema, brushQuestionSchema } from '../../shared/brush.ts'
import { problemSchema } from '../../shared/problem.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { versionQuery } from '../datasets/selection-query.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { readerGone } from '../http/reader-gone.ts'

/** What charts show of every part of one of them. */
export const brushRoute = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  root.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/datasets/:id/brush',
    {
      config: { unitOfWork: 'plain', scope: 'read' },
      schema: {
        tags: ['Charts'],
        summary: 'Cubes that answer a brush',
        description:
          'The rows of each chart by the slots of the chart that is brushed: added up over some of the slots they are ' +
          'what the chart shows of those alone, so that a brush needs no further request while it moves.',
        params: datasetParams,
        querystring: versionQuery,
        body: brushQuestionSchema,
        response: {
          200: brushAnswerSchema,
          ...Object.fromEntries([401, 404, 408, 409, 422].map((status) => [status, problemSchema])),
        },
      },
    },
    async ({ em, user, params: { id }, query: { version }, body }, reply) => {
      const { tablePath } = await getReadyVersion(em.getKysely(), user.id, id, version)
      const question = { ...body, about: 'brush' as const, tableFile: absolutePath(home, tablePath) }
      const text = await queries.brushText(question, { signal: readerGone(reply) }).catch((error) => {
        throw asQueryProblem(error)
      })
      // JSON already, as the query process wrote it.
      return reply.type('application/json; charset=utf-8').send(text as never) as never
    },
  )
}
