import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { renderReport } from '../../engine/report/render-report.ts'
import { reportPolicy } from '../../engine/report/report-style.ts'
import { problemSchema } from '../../shared/problem.ts'
import { mostReportedLines, type Report, reportSchema } from '../../shared/report.ts'
import { recordEvent } from '../audit/record-event.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { listRejects } from '../datasets/list-rejects.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { versionQuery } from '../datasets/selection-query.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { readerGone } from '../http/reader-gone.ts'
import { contentDisposition } from '../http/send-file.ts'
import { version as ours } from '../version.ts'
import { readDocument } from './read-document.ts'

/** The report of a table, to send to somebody: where it came from, how it was read and what is in it, in one file. */
export const reportRoute = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/datasets/:id/report',
    {
      schema: {
        tags: ['Profile'],
        summary: 'The profile as a report to send to somebody',
        description:
          'One HTML page below 1 MB that needs neither network nor script, or the same document as JSON with nothing left out.',
        params: datasetParams,
        querystring: versionQuery.extend({ format: z.enum(['html', 'json']).default('html') }),
        response: {
          200: reportSchema,
          ...Object.fromEntries([401, 404, 409, 422].map((code) => [code, problemSchema])),
        },
      },
    },
    async (request, reply) => {
      const { em, user, params, query } = request
      const db = em.getKysely()
      const version = await getReadyVersion(db, user.id, params.id, query.version)
      const question = { tableFile: absolutePath(home, version.tablePath), offset: 0, limit: mostReportedLines }
      const report: Report = {
        title: version.title,
        file_name: version.originalFilename,
        version: version.number,
        made_at: new Date().toISOString(),
        made_by: `DataLens ${ours}`,
        receipt: await readDocument<Report['receipt']>(db, version, 'receipt'),
        rejects: await listRejects(queries, question, readerGone(reply)).catch((error) => {
          throw asQueryProblem(error)
        }),
        profile: await readDocument<Report['profile']>(db, version, 'profile'),
      }
      const target = { type: 'dataset', id: version.datasetId } as const
      const details = { format: `report as ${query.format}`, version: version.number }
      await recordEvent(request, { action: 'dataset.export', target, details })
      const name = `${version.title}.report.${query.format}`
      if (query.format === 'json') {
        reply.header('content-disposition', contentDisposition(name))
        return report
      }
      return reply
        .header('content-disposition', contentDisposition(name, 'inline'))
        .header('content-security-policy', `${reportPolicy}; frame-ancestors 'none'; sandbox`)
        .type('text/html; charset=utf-8')
        .send(renderReport(report) as never)
    },
  )
}
