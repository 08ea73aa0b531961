import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { vegaLite } from '../../engine/charts/vega-lite.ts'
import {
  type ChartData,
  chartChangeSchema,
  newChartSchema,
  type StoredChart,
  storedChartSchema,
} from '../../shared/charts.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { noContent } from '../accounts/no-content.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { getReadyVersion } from '../datasets/get-version.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { absolutePath } from '../datasets/stored-file.ts'
import { Problem } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'
import { deleteChart, insertChart, patchChart } from './change-charts.ts'
import { getChart } from './find-chart.ts'
import { listCharts } from './list-charts.ts'

const chartParams = z.object({ id: z.string().toLowerCase().describe('The id of the chart, a UUID.') })

/** Charts that are kept with a dataset: whoever may see it sees them, whoever may edit it changes them. */
export const chartRoutes = (root: FastifyInstance, { home, queries }: Pick<Datasets, 'home' | 'queries'>): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Charts']
  const refusals = Object.fromEntries([401, 403, 404, 409, 422].map((status) => [status, problemSchema]))

  app.get(
    '/api/v1/datasets/:id/charts',
    {
      schema: {
        tags,
        summary: 'The charts that are kept with a dataset',
        description: 'The latest first.',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: pageOf(storedChartSchema), ...refusals },
      },
    },
    ({ em, user, params, query }) => listCharts(em.getKysely(), user.id, params.id, query),
  )

  app.post(
    '/api/v1/datasets/:id/charts',
    {
      schema: {
        tags,
        summary: 'Keep a chart with a dataset',
        params: datasetParams,
        body: newChartSchema,
        response: { 201: storedChartSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params, body } = request
      const id = await insertChart(em.getKysely(), user.id, params.id, body)
      await recordEvent(request, {
        action: 'chart.create',
        target: { type: 'dataset', id: params.id },
        details: { chart: id },
      })
      reply.code(201)
      return await getChart(em.getKysely(), user.id, id)
    },
  )

  app.get(
    '/api/v1/charts/:id',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'A chart that was kept',
        description:
          '`format=sql` is the statement over the table `data` behind it; `format=vega-lite` a specification of Vega-Lite 5 with the numbers inside.',
        params: chartParams,
        querystring: z.object({ format: z.enum(['json', 'sql', 'vega-lite']).default('json') }),
        response: { 200: storedChartSchema, ...refusals, 408: problemSchema },
      },
    },
    async ({ em, user, params, query: { format } }, reply) => {
      const chart = await getChart(em.getKysely(), user.id, params.id)
      if (format === 'json') return chart
      if (format === 'vega-lite' && chart.spec.mark === 'table') {
        throw new Problem('invalid', 'Vega-Lite draws no tables. Ask for another format.')
      }
      const data = await drawn(em.getKysely(), user.id, chart, reply)
      return format === 'sql'
        ? reply.type('text/plain; charset=utf-8').send(`${data.sql}\n` as never)
        : reply.type('application/json; charset=utf-8').send(JSON.stringify(vegaLite(data, chart.title)) as never)
    },
  )

  const drawn = async (db: Db, userId: string, chart: StoredChart, reply: FastifyReply): Promise<ChartData> => {
    const { tablePath } = await getReadyVersion(db, userId, chart.dataset_id)
    const [gone] = chart.missing_columns
    if (gone !== undefined) {
      throw new Problem('conflict', `This chart shows "${gone}", a column that this version of the dataset has not.`)
    }
    const question = { about: 'chart' as const, tableFile: absolutePath(home, tablePath), spec: chart.spec }
    const text = await queries.chartText(question, { signal: readerGone(reply) }).catch((error) => {
      throw asQueryProblem(error)
    })
    return JSON.parse(text) as ChartData
  }

  app.patch(
    '/api/v1/charts/:id',
    {
      schema: {
        tags,
        summary: 'Change a chart',
        description:
          'What is left out stays. With the `updated_at` that was read, nobody overwrites what somebody else has changed meanwhile.',
        params: chartParams,
        body: chartChangeSchema,
        response: { 200: storedChartSchema, ...refusals },
      },
    },
    async (request) => {
      const { em, user, params, body } = request
      const changed = await patchChart(em.getKysely(), user.id, params.id, body)
      const chart = await getChart(em.getKysely(), user.id, params.id)
      const target = { type: 'dataset', id: chart.dataset_id } as const
      const details = { chart: chart.id, changed }
      if (changed.length > 0) await recordEvent(request, { action: 'chart.update', target, details })
      return chart
    },
  )

  app.delete(
    '/api/v1/charts/:id',
    {
      schema: {
        tags,
        summary: 'Delete a chart',
        description: 'From the dashboards that it stands on too.',
        params: chartParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      const id = await deleteChart(em.getKysely(), user.id, params.id)
      await recordEvent(request, {
        action: 'chart.delete',
        target: { type: 'dataset', id },
        details: { chart: params.id },
      })
      reply.code(204)
      return null
    },
  )
}
