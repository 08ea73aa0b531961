import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { comparisonSchema } from '../../shared/comparison.ts'
import { problemSchema } from '../../shared/problem.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { invalid } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'

const version = z.coerce.number().int().min(1).max(2_147_483_647)

/** A version of a dataset beside another version or another dataset, both of which the person may see. */
export const compareRoute = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const refusals = Object.fromEntries([401, 404, 408, 409, 422].map((status) => [status, problemSchema]))

  app.get(
    '/api/v1/datasets/:id/compare',
    {
      schema: {
        tags: ['Profile'],
        summary: 'A dataset beside another one, or another version',
        description:
          'Columns that were added, removed, retyped and renamed since the one it is compared with, and how far the values of the others have drifted.',
        params: datasetParams,
        querystring: z.object({
          with: z.string().max(100).optional().describe('The dataset to compare with; this one unless given.'),
          version: version.optional(),
          with_version: version.optional().describe('Its version; the one in use unless given.'),
        }),
        response: { 200: comparisonSchema, ...refusals },
      },
    },
    async ({ em, user, params, query }, reply) => {
      if (query.with === undefined && query.with_version === undefined) {
        throw invalid('with', 'Name a dataset to compare with, or a version of this one in with_version.')
      }
      const db = em.getKysely()
      const table = await getReadyVersion(db, user.id, params.id, query.version)
      const reference = await getReadyVersion(db, user.id, query.with ?? params.id, query.with_version)
      const question = {
        about: 'compare' as const,
        tableFile: absolutePath(home, table.tablePath),
        withFile: absolutePath(home, reference.tablePath),
      }
      const text = await queries.statisticsText(question, { signal: readerGone(reply) }).catch((error) => {
        throw asQueryProblem(error)
      })
      // JSON already, as the query process wrote it.
      return reply.type('application/json; charset=utf-8').send(text as never) as never
    },
  )
}
