import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { explainFilter } from '../../shared/explain-filter.ts'
import { pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { filterSchema, rowsAnswerSchema } from '../../shared/rows.ts'
import { recordEvent } from '../audit/record-event.ts'
import { jsonParameter, listParameter } from '../http/list-parameter.ts'
import { invalid } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'
import { sendFile } from '../http/send-file.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getReadyVersion, getVersion, readingOf } from './get-version.ts'
import { asQueryProblem } from './query-problem.ts'
import { sourceRows } from './source-rows.ts'
import { createSourceTexts } from './source-texts.ts'
import { absolutePath } from './stored-file.ts'

/** The version that a question is about; the one in use unless given. */
export const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() })

const rowsQuery = pageQuerySchema.extend({
  ...versionQuery.shape,
  columns: listParameter.optional().describe('The columns to answer, in this order; all unless given.'),
  sort: listParameter
    .optional()
    .describe(
      'Columns to sort by; a leading minus turns one round, a leading plus (`%2B`) does not, for names that begin with a sign. Nulls come last.',
    ),
  filter: jsonParameter(filterSchema, explainFilter)
    .optional()
    .describe('JSON: `{"column", "op", "value"}`, `{"and": [...]}`, `{"or": [...]}` or `{"not": ...}`.'),
  q: z.string().max(1000).optional().describe('Text that a row must contain.'),
  values: z
    .enum(['typed', 'source'])
    .default('typed')
    .describe('`source`: every cell as the text of the file, the rows chosen and ordered by their values.'),
})

const mediaTypes: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The rows of a dataset, and its file. */
export const rowsRoutes = (root: FastifyInstance, { home, queries, stopping }: Datasets): void => {
  const sourceTexts = createSourceTexts(home, stopping)
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
        sort: sort.map((key) => ({ column: key.replace(/^[-+]/, ''), descending: key.startsWith('-') })),
      }
      const signal = readerGone(reply)
      const fail = (error: unknown) => {
        throw asQueryProblem(error)
      }
      if (query.values === 'source') {
        const { versionId, filePath, rowCount } = version
        const { columns: names, options } = await readingOf(em.getKysely(), versionId)
        const file = absolutePath(home, filePath)
        const texts = await sourceTexts.tableOf({
          file,
          reading: options,
          tableFile: question.tableFile,
          names,
          rowCount,
        })
        return await sourceRows(queries, question, texts, signal).catch(fail)
      }
      const text = await queries.rowsText(question, { signal }).catch(fail)
      // JSON already: the rows were never values in this process.
      return reply.type('application/json; charset=utf-8').send(text as never)
    },
  )

  app.get(
    '/api/v1/datasets/:id/download',
    {
      schema: {
        tags,
        summary: 'Download the file as it was uploaded',
        description: 'Byte for byte, with ranges; also of a file that could not be read.',
        params: datasetParams,
        querystring: versionQuery.extend({ format: z.string().default('original') }),
      },
    },
    async (request, reply) => {
      const { em, user, params, query } = request
      if (query.format !== 'original') {
        throw invalid('format', `Only "original" can be downloaded yet, not "${query.format}".`)
      }
      const version = await getVersion(em.getKysely(), user.id, params.id, query.version)
      await recordDownload(request, params.id)
      if (version.rowCount !== null) reply.header('x-row-count', version.rowCount)
      return await sendFile(request, reply, {
        path: absolutePath(home, version.filePath),
        name: version.originalFilename.split(/[/\\]/).at(-1) || 'file',
        type: mediaTypes[version.fileType] ?? 'application/octet-stream',
        tag: version.sha256,
      })
    },
  )
}

/** A download that goes on where it broke off is no other one. */
const recordDownload = async (request: FastifyRequest, id: string): Promise<void> => {
  const goesOn = /^bytes=[1-9]/.test(request.headers.range ?? '')
  if (request.method !== 'GET' || goesOn) return
  const target = { type: 'dataset', id } as const
  await recordEvent(request, { action: 'dataset.export', target, details: { format: 'original' } })
}
