import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { StatisticsQuestion } from '../../engine/statistics/statistics-question.ts'
import { explainFilter } from '../../shared/explain-filter.ts'
import { pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { filterSchema } from '../../shared/rows.ts'
import {
  correlationMethods,
  correlationsSchema,
  outliersSchema,
  outlierThresholds,
  regressionSchema,
  trendAggregates,
  trendGrains,
  trendSchema,
} from '../../shared/statistics.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { jsonParameter, listParameter } from '../http/list-parameter.ts'
import { readerGone } from '../http/reader-gone.ts'

const aboutRows = z.object({
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  filter: jsonParameter(filterSchema, explainFilter).optional().describe('Only these rows; JSON as `rows` takes it.'),
})

const columnName = z.string().min(1).max(10_000)

/** A question without the table it is about, and the version asked for. */
type Asked<Question> = Question extends StatisticsQuestion ? Omit<Question, 'tableFile'> : never
type Request = Pick<FastifyRequest, 'em' | 'user'> & { params: { id: string }; query: { version?: number | undefined } }

/** Questions of statistics about the rows of a dataset, answered in the query processes. */
export const statisticsRoutes = (
  root: FastifyInstance,
  { home, queries }: Pick<Datasets, 'home' | 'queries'>,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const refusals = Object.fromEntries([401, 404, 408, 409, 422].map((status) => [status, problemSchema]))
  const schemaOf = <Query extends z.ZodType, Answer extends z.ZodType>(
    summary: string,
    description: string,
    querystring: Query,
    answer: Answer,
  ) => ({
    ...{ tags: ['Profile'], summary, description, params: datasetParams, querystring },
    response: { 200: answer, ...refusals },
  })

  const answer = async (
    { em, user, params, query }: Request,
    reply: FastifyReply,
    question: Asked<StatisticsQuestion>,
  ): Promise<never> => {
    const { tablePath } = await getReadyVersion(em.getKysely(), user.id, params.id, query.version)
    const tableFile = absolutePath(home, tablePath)
    const text = await queries
      .statisticsText({ ...question, tableFile }, { signal: readerGone(reply) })
      .catch((error) => {
        throw asQueryProblem(error)
      })
    // JSON already, as the query process wrote it.
    return reply.type('application/json; charset=utf-8').send(text) as never
  }

  app.get(
    '/api/v1/datasets/:id/correlations',
    {
      schema: schemaOf(
        'How the columns go together',
        'Each pair over the rows that have both, with a 95 % interval, a p-value, and one adjusted over all pairs.',
        aboutRows.extend({
          method: z.enum(['auto', ...correlationMethods]).default('auto'),
          columns: listParameter.optional().describe('The columns to compare; all that the method takes unless given.'),
        }),
        correlationsSchema,
      ),
    },
    (request, reply) => {
      const { method, columns, filter } = request.query
      return answer(request, reply, { about: 'correlations', method, columns, filter })
    },
  )

  app.get(
    '/api/v1/datasets/:id/regression',
    {
      schema: schemaOf(
        'A straight line through two columns',
        'Ordinary least squares of y on x over the rows that have both.',
        aboutRows.extend({ x: columnName, y: columnName }),
        regressionSchema,
      ),
    },
    (request, reply) => {
      const { x, y, filter } = request.query
      return answer(request, reply, { about: 'regression', x, y, filter })
    },
  )

  app.get(
    '/api/v1/datasets/:id/outliers',
    {
      schema: schemaOf(
        'Values far from the others',
        'The bounds of each column, how many values lie strictly outside, and the rows that have one.',
        aboutRows.extend({
          ...pageQuerySchema.shape,
          column: listParameter.optional().describe('One column or several; all numeric ones unless given.'),
          method: z.enum(['iqr', 'zscore', 'modified_zscore']).default('iqr'),
          threshold: z.coerce.number().positive().max(1e6).optional().describe('1.5, 3 and 3.5 unless given.'),
        }),
        outliersSchema,
      ),
    },
    (request, reply) => {
      const { column: columns, method, threshold = outlierThresholds[method], offset, limit, filter } = request.query
      return answer(request, reply, { about: 'outliers', columns, method, threshold, offset, limit, filter })
    },
  )

  app.get(
    '/api/v1/datasets/:id/trends',
    {
      schema: schemaOf(
        'How a value moves over time',
        'One point for each period with rows, a line, a robust slope, a test, moving averages, growth and gaps.',
        aboutRows.extend({
          date: columnName.optional().describe('The first column of dates unless given.'),
          value: columnName.optional().describe('The first numeric column unless given.'),
          grain: z.enum(['auto', ...trendGrains]).default('auto'),
          aggregate: z.enum(trendAggregates).optional().describe('The mean unless given; `count` needs no value.'),
        }),
        trendSchema,
      ),
    },
    (request, reply) => {
      const { date, value, grain, aggregate, filter } = request.query
      return answer(request, reply, { about: 'trends', date, value, grain, aggregate, filter })
    },
  )
}
