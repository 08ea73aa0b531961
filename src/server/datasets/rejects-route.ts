import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { pageOf } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { rejectSchema, rejectsQuerySchema } from '../../shared/rejects.ts'
import { readerGone } from '../http/reader-gone.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getReadyVersion } from './get-version.ts'
import { listRejects, rejectsAsCsv } from './list-rejects.ts'
import { asQueryProblem } from './query-problem.ts'
import { versionQuery } from './selection-query.ts'
import { absolutePath } from './stored-file.ts'

/** What of a file is not in its table as it stands in the file. */
export const rejectsRoute = (root: FastifyInstance, { home, queries }: Datasets): void => {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/datasets/:id/rejects',
    {
      schema: {
        tags: ['Datasets'],
        summary: 'What was reported, skipped and rejected of the file',
        description:
          'In the order of the lines. `row`: bytes that form no record; `cell`: values that their column cannot hold; `reported`: rows loaded otherwise than they stand; `skipped`: lines that are no rows.',
        params: datasetParams,
        querystring: rejectsQuerySchema.extend(versionQuery.shape),
        response: {
          200: pageOf(rejectSchema),
          401: problemSchema,
          404: problemSchema,
          409: problemSchema,
          422: problemSchema,
        },
      },
    },
    async ({ em, user, params: { id }, query: { scope, format, offset, limit, version } }, reply) => {
      const { tablePath } = await getReadyVersion(em.getKysely(), user.id, id, version)
      const tableFile = absolutePath(home, tablePath)
      const signal = readerGone(reply)
      if (format === 'csv') {
        reply.header('content-disposition', 'attachment; filename="rejects.csv"')
        const text = Readable.from(rejectsAsCsv(queries, { tableFile, scope }, signal))
        return reply.type('text/csv; charset=utf-8').send(text as never)
      }
      const page = await listRejects(queries, { tableFile, scope, offset, limit }, signal).catch((error) => {
        throw asQueryProblem(error)
      })
      return { ...page, offset, limit }
    },
  )
}
