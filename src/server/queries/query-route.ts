import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ExportFormat } from '../../shared/export-format.ts'
import { mediaTypes } from '../../shared/media-types.ts'
import { problemSchema } from '../../shared/problem.ts'
import { type QueryRequest, queryAnswerSchema, queryLimits, queryRequestSchema } from '../../shared/queries.ts'
import { recordEvent } from '../audit/record-event.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { readerGone } from '../http/reader-gone.ts'
import { contentDisposition } from '../http/send-file.ts'
import { answerFormat } from './answer-format.ts'
import { filesOfTables, getQueryTables, type QueryTable } from './query-tables.ts'
import { remembered } from './remember-query.ts'
import { asSqlProblem } from './sql-problem.ts'

const guardQuery = z.object({
  guard: z
    .enum(['on', 'off'])
    .default('on')
    .describe('CSV and TSV: as for downloads, `off` leaves every text as it is.'),
})

/** What one query is asked with. */
type Asked = { id: string; body: QueryRequest; tables: QueryTable[] }

/** People's SQL about datasets. */
export const queryRoute = (root: FastifyInstance, { home, sql, exports, stopping }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/api/v1/datasets/:id/query',
    {
      config: { unitOfWork: 'plain', scope: 'read' },
      schema: {
        tags: ['SQL'],
        summary: 'Ask in SQL',
        description:
          'One SELECT in the dialect of DuckDB. The dataset is `data`; `with` brings others that you may see under names of your own. With `Accept` of another format of downloads (`text/csv`, `application/vnd.apache.arrow.stream`, ...) all rows come as a file; a failure is said before the first byte of it. Ending the connection ends the query.',
        params: datasetParams,
        querystring: guardQuery,
        body: queryRequestSchema,
        response: {
          200: queryAnswerSchema,
          ...Object.fromEntries([401, 404, 408, 409, 422, 429, 503].map((status) => [status, problemSchema])),
        },
      },
    },
    async (request, reply) => {
      const { em, user, params, body, headers, query } = request
      const tables = await getQueryTables(em.getKysely(), user.id, params.id, body.with)
      const asked = { id: params.id, body, tables }
      const format = answerFormat(headers.accept)
      const file = { format, guard: query.guard === 'on' }
      return format === 'json' ? sendRows(request, reply, asked) : sendFile(request, reply, asked, file)
    },
  )

  const sendRows = async (request: FastifyRequest, reply: FastifyReply, asked: Asked) => {
    const { body, tables } = asked
    const limit = body.limit ?? queryLimits.usual
    const by = askedBy(request, reply, body)
    const { answer, durationMs } = await remembered(request, runOf(asked), {
      ask: (onTurn) => sql.ask(questionOf({ ...body, limit }, tables), { ...by, onTurn }),
      rowsOf: ({ row_count }) => row_count,
    }).catch(fail)
    const { rowsText, ...others } = answer
    const rest = JSON.stringify({ ...others, limit, duration_ms: durationMs })
    // JSON already: the rows were never values in this process.
    return reply.type('application/json; charset=utf-8').send(`{"rows":${rowsText},${rest.slice(1)}` as never)
  }

  const sendFile = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: Asked,
    { format, guard }: { format: ExportFormat; guard: boolean },
  ): Promise<never> => {
    const { id, body, tables } = asked
    const by = askedBy(request, reply, body)
    const { answer } = await remembered(request, runOf(asked), {
      ask: (onTurn) => sql.write(questionOf(body, tables), { ...by, onTurn }),
      rowsOf: ({ rowCount }) => rowCount,
    }).catch(fail)
    const question = { tableFile: answer.file, asText: false, format, guard, sort: [] }
    const { rowCount, stream, ended } = await exports
      .begin(question, { ...by, of: id, width: answer.columnCount })
      .catch(async (error) => {
        await answer.remove()
        throw asQueryProblem(error)
      })
    void ended.then(answer.remove)
    const others = tables.slice(1).map(({ version }) => version.datasetId)
    const details = { format, rows: rowCount, ...(others.length > 0 ? { with: others } : {}), query: true }
    await recordEvent(request, { action: 'dataset.export', target: { type: 'dataset', id }, details }).catch(
      (error) => {
        stream.destroy()
        throw error
      },
    )
    return (await reply
      .type(mediaTypes[format])
      .header('content-disposition', contentDisposition(`${tables[0]?.version.title} query.${format}`))
      .header('x-row-count', rowCount)
      .send(stream as never)) as never
  }

  const askedBy = ({ user }: FastifyRequest, reply: FastifyReply, { timeout_ms }: QueryRequest) => ({
    ...{ person: user.id, timeoutMs: timeout_ms },
    signal: AbortSignal.any([readerGone(reply), stopping]),
  })

  const questionOf = ({ sql, params, limit }: QueryRequest, tables: QueryTable[]) => ({
    ...{ sql, limit, parameters: params },
    tables: filesOfTables(home, tables),
  })
}

const runOf = ({ id, body }: Asked) => ({ datasetId: id, sql: body.sql, with: body.with })

const fail = (error: unknown): never => {
  throw asSqlProblem(error)
}
