import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { z } from 'zod'
import { administeredDatasetQuerySchema, administeredDatasetSchema } from '../../shared/administered-dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { transferSchema } from '../../shared/sharing.ts'
import { noContent } from '../accounts/no-content.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import type { Datasets } from '../datasets/datasets.ts'
import { eraseDataset } from '../datasets/erase-dataset.ts'
import { giveDataset } from '../datasets/transfer-dataset.ts'
import { invalid, notFound } from '../http/problem-error.ts'
import { listAllDatasets } from './list-all-datasets.ts'

const params = z.object({ id: z.uuid().describe('The id of the dataset, a UUID.') })
const config = { access: 'superuser' } as const
const refusals = { 401: problemSchema, 403: problemSchema, 404: problemSchema, 422: problemSchema }

/** All datasets of everybody, to look after and not to look into. */
export const datasetAdministrationRoutes = (
  root: FastifyInstance,
  { home, queries }: Pick<Datasets, 'home' | 'queries'>,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Administration']

  app.get(
    '/api/v1/admin/datasets',
    {
      config,
      schema: {
        tags,
        summary: 'All datasets of everybody',
        description:
          'Owner, size, status and times; nothing of what is in them. Each word of `q` must occur in the names or the address of the owner, or be the id of a dataset.',
        querystring: administeredDatasetQuerySchema,
        response: {
          200: pageOf(administeredDatasetSchema),
          401: problemSchema,
          403: problemSchema,
          422: problemSchema,
        },
      },
    },
    ({ em, query }) => listAllDatasets(em.getKysely(), query),
  )

  app.delete(
    '/api/v1/admin/datasets/:id',
    {
      config: { ...config, unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Delete a dataset of somebody',
        description: 'Into the trash of its owner, or with `permanent=true` for good, with its files.',
        params,
        querystring: z.object({ permanent: z.enum(['true', 'false']).default('false') }),
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, params, query } = request
      if (query.permanent === 'true') {
        await eraseDataset(em.getKysely(), params.id, {
          may: sql`true`,
          refusal: async () => notFound('This dataset'),
          home,
          beforeRemoval: queries.forget,
          record: recorderOf(request),
        })
      } else {
        await em.transactional(async (tx) => {
          const owner = await lockDataset(tx.getKysely(), params.id, sql`d.deleted_at is null`)
          await sql`update datasets set deleted_at = now() where id = ${params.id}`.execute(tx.getKysely())
          const target = { type: 'dataset', id: params.id } as const
          await recordEvent(request, { action: 'dataset.delete', target, details: { owner } }, tx)
        })
      }
      reply.code(204)
      return null
    },
  )

  app.post(
    '/api/v1/admin/datasets/:id/transfer',
    {
      config,
      schema: {
        tags,
        summary: 'Hand a dataset of somebody over',
        description: 'Its owner keeps no access to it; the people it is shared with keep theirs.',
        params,
        body: transferSchema,
        response: { 204: noContent, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, params, body } = request
      const from = await lockDataset(em.getKysely(), params.id, sql`true`)
      if (from === body.user_id.toLowerCase()) throw invalid('user_id', 'This person owns the dataset already.')
      await giveDataset(em.getKysely(), params.id, body.user_id)
      await recordEvent(request, {
        action: 'dataset.transfer',
        target: { type: 'dataset', id: params.id },
        details: { from, to: body.user_id },
      })
      reply.code(204)
      return null
    },
  )
}

const lockDataset = async (db: Db, id: string, which: RawBuilder<SqlBool>): Promise<string> => {
  const { rows } = await sql<{ owner: string }>`
    select d.user_id as owner from datasets d where d.id = ${id} and ${which} for no key update`.execute(db)
  if (!rows[0]) throw notFound('This dataset')
  return rows[0].owner
}
