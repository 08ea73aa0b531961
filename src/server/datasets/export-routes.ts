import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { exportsUnderWaySchema } from '../../shared/export-under-way.ts'
import { pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { notFound } from '../http/problem-error.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getVersion } from './get-version.ts'

/** How far one's own exports of a dataset are, for browsers that cannot say it of a download, and a way to stop them. */
export const exportRoutes = (root: FastifyInstance, { exports }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']

  app.get(
    '/api/v1/datasets/:id/exports',
    {
      schema: {
        tags,
        summary: 'List your exports that are under way',
        description:
          '`rows_written` counts what has left for the connection; of formats that DuckDB writes itself (CSV, JSON, Parquet) it is about right.',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: exportsUnderWaySchema, 401: problemSchema, 404: problemSchema, 422: problemSchema },
      },
    },
    async ({ em, user, params: { id }, query: { offset, limit } }) => {
      const { datasetId } = await getVersion(em.getKysely(), user.id, id)
      const all = exports.underWay(user.id, datasetId)
      const items = all.slice(offset, offset + limit).map(({ begunAt, rowCount, rowsWritten, ...others }) => ({
        ...others,
        begun_at: begunAt.toISOString(),
        row_count: rowCount,
        rows_written: rowsWritten,
      }))
      return { items, total: all.length, offset, limit }
    },
  )

  app.delete(
    '/api/v1/datasets/:id/exports/:exportId',
    {
      schema: {
        tags,
        summary: 'Stop an export of yours',
        description: 'Its connection breaks off, so that nobody takes the part for the whole.',
        params: datasetParams.extend({ exportId: z.string() }),
        response: { 204: z.undefined(), 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async ({ em, user, params: { id, exportId } }, reply) => {
      const { datasetId } = await getVersion(em.getKysely(), user.id, id)
      if (!exports.stop(user.id, datasetId, exportId)) throw notFound('This export')
      return await reply.code(204).send()
    },
  )
}
