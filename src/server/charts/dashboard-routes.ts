import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  dashboardChangeSchema,
  dashboardSchema,
  dashboardsOfDatasetSchema,
  listedDashboardSchema,
  newDashboardSchema,
} from '../../shared/dashboards.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { noContent } from '../accounts/no-content.ts'
import { recordEvent } from '../audit/record-event.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import { deleteDashboard, insertDashboard, patchDashboard } from './change-dashboards.ts'
import { getDashboard } from './find-dashboard.ts'
import { dashboardsOfDataset, listDashboards } from './list-dashboards.ts'

const dashboardParams = z.object({ id: z.string().toLowerCase().describe('The id of the dashboard, a UUID.') })

/** Pages of charts: who sees one of the charts sees the page, and of the others only that they are there. */
export const dashboardRoutes = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Charts']
  const refusals = Object.fromEntries([401, 403, 404, 409, 422].map((status) => [status, problemSchema]))

  app.get(
    '/api/v1/dashboards',
    {
      schema: {
        tags,
        summary: 'The dashboards you may see',
        description: 'The latest changed first.',
        querystring: pageQuerySchema,
        response: { 200: pageOf(listedDashboardSchema), ...refusals },
      },
    },
    ({ em, user, query }) => listDashboards(em.getKysely(), user.id, query),
  )

  app.post(
    '/api/v1/dashboards',
    {
      schema: {
        tags,
        summary: 'Make a dashboard',
        description: 'The layout has 12 columns; each chart stands on it once.',
        body: newDashboardSchema,
        response: { 201: dashboardSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, body } = request
      const id = await insertDashboard(em.getKysely(), user.id, body)
      const details = { charts: body.layout.length }
      await recordEvent(request, { action: 'dashboard.create', target: { type: 'dashboard', id }, details })
      reply.code(201)
      return await getDashboard(em.getKysely(), user.id, id)
    },
  )

  app.get(
    '/api/v1/dashboards/:id',
    {
      schema: {
        tags,
        summary: 'A dashboard',
        description: 'With those of its charts that you may see; a place without its chart is one that you may not.',
        params: dashboardParams,
        response: { 200: dashboardSchema, ...refusals },
      },
    },
    ({ em, user, params }) => getDashboard(em.getKysely(), user.id, params.id),
  )

  app.patch(
    '/api/v1/dashboards/:id',
    {
      schema: {
        tags,
        summary: 'Change a dashboard',
        description:
          'For its owner, and for whoever may edit the datasets of all its charts. What is left out stays; `layout` takes the place of the one before. With the `updated_at` that was read, nobody overwrites what somebody else has changed meanwhile.',
        params: dashboardParams,
        body: dashboardChangeSchema,
        response: { 200: dashboardSchema, ...refusals },
      },
    },
    async (request) => {
      const { em, user, params, body } = request
      const changed = await patchDashboard(em.getKysely(), user.id, params.id, body)
      const target = { type: 'dashboard', id: params.id } as const
      if (changed.length > 0) await recordEvent(request, { action: 'dashboard.update', target, details: { changed } })
      return await getDashboard(em.getKysely(), user.id, params.id)
    },
  )

  app.delete(
    '/api/v1/dashboards/:id',
    {
      schema: {
        tags,
        summary: 'Delete a dashboard',
        description: 'For its owner. Its charts stay with their datasets.',
        params: dashboardParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      await deleteDashboard(em.getKysely(), user.id, params.id)
      await recordEvent(request, { action: 'dashboard.delete', target: { type: 'dashboard', id: params.id } })
      reply.code(204)
      return null
    },
  )

  app.get(
    '/api/v1/datasets/:id/dashboards',
    {
      schema: {
        tags,
        summary: 'The dashboards that show charts of a dataset',
        description: 'How many, and the titles of the first 20: what a person is told before they delete it.',
        params: datasetParams,
        response: { 200: dashboardsOfDatasetSchema, ...refusals },
      },
    },
    ({ em, user, params }) => dashboardsOfDataset(em.getKysely(), user.id, params.id),
  )
}
