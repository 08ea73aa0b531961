import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  datasetListItemSchema,
  datasetListQuerySchema,
  datasetPatchSchema,
  datasetSchema,
  trashSchema,
} from '../../shared/dataset.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { notFound } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'
import { cancelDataset, deleteDataset, patchDataset, restoreDataset, trashDataset } from './change-dataset.ts'
import type { Datasets } from './datasets.ts'
import { getDataset } from './find-dataset.ts'
import { listDatasets, listTrash } from './list-datasets.ts'
import { waitForDataset } from './wait-for-dataset.ts'

export const datasetParams = z.object({ id: z.string().toLowerCase().describe('The id of the dataset, a UUID.') })

/** Seconds to wait for the end of what is being done; more than the limit waits as long as the limit. */
export const waitQuery = z.object({
  wait: z.coerce
    .number()
    .min(0)
    .transform((seconds) => Math.min(seconds, 300))
    .default(0)
    .describe('Seconds to wait, at most 300, until nothing is being done to the dataset.'),
})

/** Lists, shows, changes and deletes datasets. */
export const datasetRoutes = (
  root: FastifyInstance,
  { changes, home, queries, stopping, trashDays }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']

  app.get(
    '/api/v1/datasets',
    {
      schema: {
        tags,
        summary: 'List the datasets you may see',
        description:
          'Newest first unless sorted. `has_column` and `column_kind` together ask for one column that is both.',
        querystring: datasetListQuerySchema,
        response: { 200: pageOf(datasetListItemSchema), 401: problemSchema, 422: problemSchema },
      },
    },
    ({ em, user, query }) => listDatasets(em.getKysely(), user.id, query),
  )

  app.get(
    '/api/v1/datasets/:id',
    {
      schema: {
        tags,
        summary: 'One dataset',
        description: 'With `wait` the answer comes as soon as the dataset is ready or has failed, or the time is over.',
        params: datasetParams,
        querystring: waitQuery,
        response: { 200: datasetSchema, 401: problemSchema, 404: problemSchema },
      },
    },
    async ({ em, user, params: { id }, query: { wait } }, reply) => {
      const read = () => getDataset(em.getKysely(), user.id, id)
      if (wait === 0) return await read()
      const dataset = await waitForDataset(id, {
        changes,
        read,
        seconds: wait,
        signal: AbortSignal.any([readerGone(reply), stopping]),
      })
      if (!dataset) throw notFound('This dataset')
      return dataset
    },
  )

  app.patch(
    '/api/v1/datasets/:id',
    {
      schema: {
        tags,
        summary: 'Rename or describe a dataset',
        params: datasetParams,
        body: datasetPatchSchema,
        response: {
          200: datasetSchema,
          401: problemSchema,
          403: problemSchema,
          404: problemSchema,
          422: problemSchema,
        },
      },
    },
    async (request) => {
      const { em, user, body } = request
      const { id } = request.params
      await patchDataset(em.getKysely(), user.id, id, body)
      const dataset = await getDataset(em.getKysely(), user.id, id)
      const changed = Object.entries(body).flatMap(([field, value]) => (value === undefined ? [] : [field]))
      const target = { type: 'dataset', id } as const
      if (changed.length > 0) await recordEvent(request, { action: 'dataset.update', target, details: { changed } })
      return dataset
    },
  )

  app.delete(
    '/api/v1/datasets/:id',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Delete a dataset',
        description: 'Into the trash, or with `permanent=true` for good, with its files; also when it is in the trash.',
        params: datasetParams,
        querystring: z.object({ permanent: z.enum(['true', 'false']).default('false') }),
        response: { 204: z.undefined(), 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      const { id } = request.params
      if (request.query.permanent === 'false') {
        await em.transactional(async (tx) => {
          await trashDataset(tx.getKysely(), user.id, id)
          await recordEvent(request, { action: 'dataset.delete', target: { type: 'dataset', id } }, tx)
        })
      } else {
        const record = recorderOf(request)
        await deleteDataset(em.getKysely(), user.id, id, { home, beforeRemoval: queries.forget, record })
      }
      return reply.code(204).send()
    },
  )

  app.post(
    '/api/v1/datasets/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Stop reading the file',
        description:
          'A first reading ends as an error with the code `cancelled`; a later one leaves the version in use.',
        params: datasetParams,
        response: {
          202: datasetSchema,
          401: problemSchema,
          403: problemSchema,
          404: problemSchema,
          409: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      const { id } = request.params
      await cancelDataset(em.getKysely(), user.id, id)
      await recordEvent(request, { action: 'dataset.cancel', target: { type: 'dataset', id } })
      reply.code(202)
      return await getDataset(em.getKysely(), user.id, id)
    },
  )

  app.get(
    '/api/v1/trash',
    {
      schema: {
        tags,
        summary: 'What you put into the trash, the latest first',
        querystring: pageQuerySchema,
        response: { 200: trashSchema, 401: problemSchema, 422: problemSchema },
      },
    },
    async ({ em, user, query }) => ({ ...(await listTrash(em.getKysely(), user.id, query)), trash_days: trashDays }),
  )

  app.post(
    '/api/v1/trash/:id/restore',
    {
      schema: {
        tags,
        summary: 'Take a dataset out of the trash',
        params: datasetParams,
        response: { 200: datasetSchema, 401: problemSchema, 404: problemSchema },
      },
    },
    async (request) => {
      const { em, user } = request
      const { id } = request.params
      await restoreDataset(em.getKysely(), user.id, id)
      await recordEvent(request, { action: 'dataset.restore', target: { type: 'dataset', id } })
      return await getDataset(em.getKysely(), user.id, id)
    },
  )
}
