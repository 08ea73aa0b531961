import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { recommendCharts } from '../../engine/charts/recommend-charts.ts'
import { recommendedChartsSchema } from '../../shared/charts.ts'
import { problemSchema } from '../../shared/problem.ts'
import type { Profile } from '../../shared/profile.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { versionQuery } from '../datasets/selection-query.ts'
import { readDocument } from '../profiles/read-document.ts'

/** The charts of a dataset that are worth looking at first. */
export const recommendedRoute = (root: FastifyInstance): void => {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/datasets/:id/charts/recommended',
    {
      schema: {
        tags: ['Charts'],
        summary: 'Charts worth looking at first',
        description:
          'Ranked from the stored profile, without reading a row. How they are ranked stands in docs/charts.md.',
        params: datasetParams,
        querystring: versionQuery,
        response: {
          200: recommendedChartsSchema,
          ...Object.fromEntries([401, 404, 409, 422].map((status) => [status, problemSchema])),
        },
      },
    },
    async ({ em, user, params, query }) => {
      const db = em.getKysely()
      const version = await getReadyVersion(db, user.id, params.id, query.version)
      return { items: recommendCharts(await readDocument<Profile>(db, version, 'profile')) }
    },
  )
}
