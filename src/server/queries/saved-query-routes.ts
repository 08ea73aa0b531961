import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import {
  pastQuerySchema,
  savedQueryPatchSchema,
  savedQueryRequestSchema,
  savedQuerySchema,
} from '../../shared/queries.ts'
import { noContent } from '../accounts/no-content.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import { getDataset } from '../datasets/find-dataset.ts'
import { listPastQueries } from './list-past-queries.ts'
import { deleteSavedQuery, insertSavedQuery, listSavedQueries, updateSavedQuery } from './saved-queries.ts'

const queryParams = datasetParams.extend({ qid: z.string().toLowerCase().describe('The id of the query, a UUID.') })

/** The queries that people keep of a dataset, and those they have run. */
export const savedQueryRoutes = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['SQL']
  const refusals = Object.fromEntries([401, 403, 404, 409, 422].map((status) => [status, problemSchema]))

  app.get(
    '/api/v1/datasets/:id/queries',
    {
      schema: {
        tags,
        summary: 'The saved queries of a dataset',
        description: 'Your own, and those that are shared with everybody who may see the dataset; by name.',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: pageOf(savedQuerySchema), ...refusals },
      },
    },
    ({ em, user, params: { id }, query }) => listSavedQueries(em.getKysely(), user.id, id, query),
  )

  app.post(
    '/api/v1/datasets/:id/queries',
    {
      schema: {
        tags,
        summary: 'Save a query',
        description: 'Yours alone unless `shared`, which takes an editor or the owner.',
        params: datasetParams,
        body: savedQueryRequestSchema,
        response: { 201: savedQuerySchema, ...refusals },
      },
    },
    async ({ em, user, params: { id }, body }, reply) => {
      reply.code(201)
      return await insertSavedQuery(em.getKysely(), user.id, id, body)
    },
  )

  app.patch(
    '/api/v1/datasets/:id/queries/:qid',
    {
      schema: {
        tags,
        summary: 'Change a saved query',
        params: queryParams,
        body: savedQueryPatchSchema,
        response: { 200: savedQuerySchema, ...refusals },
      },
    },
    ({ em, user, params: { id: datasetId, qid: id }, body }) =>
      updateSavedQuery(em.getKysely(), user.id, { datasetId, id }, body),
  )

  app.delete(
    '/api/v1/datasets/:id/queries/:qid',
    {
      schema: {
        tags,
        summary: 'Delete a saved query',
        params: queryParams,
        response: { 204: noContent, ...refusals },
      },
    },
    async ({ em, user, params: { id: datasetId, qid: id } }, reply) => {
      await deleteSavedQuery(em.getKysely(), user.id, { datasetId, id })
      reply.code(204)
      return null
    },
  )

  app.get(
    '/api/v1/datasets/:id/queries/history',
    {
      schema: {
        tags,
        summary: 'What you have asked of a dataset',
        description: 'The last first. Nobody else sees it.',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: pageOf(pastQuerySchema), ...refusals },
      },
    },
    async ({ em, user, params: { id }, query }) => {
      await getDataset(em.getKysely(), user.id, id)
      return await listPastQueries(em.getKysely(), user.id, id, query)
    },
  )
}
