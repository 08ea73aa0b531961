import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { datasetSchema } from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import {
  accessChangeSchema,
  datasetAccessSchema,
  personSchema,
  personSearchSchema,
  transferSchema,
} from '../../shared/sharing.ts'
import { recordEvent } from '../audit/record-event.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getDataset } from './find-dataset.ts'
import { findPeople } from './find-people.ts'
import { getAccess, setAccess } from './share-dataset.ts'
import { transferDataset } from './transfer-dataset.ts'

/** Who may see a dataset, and how its owner changes that. */
export const sharingRoutes = (root: FastifyInstance, { quota }: Pick<Datasets, 'quota'>): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Sharing']
  const refusals = { 401: problemSchema, 403: problemSchema, 404: problemSchema }

  app.get(
    '/api/v1/datasets/:id/access',
    {
      schema: {
        tags,
        summary: 'Who can see a dataset',
        description: 'For its owner and editors.',
        params: datasetParams,
        response: { 200: datasetAccessSchema, ...refusals },
      },
    },
    ({ em, user, params: { id } }) => getAccess(em.getKysely(), user.id, id),
  )

  app.put(
    '/api/v1/datasets/:id/access',
    {
      schema: {
        tags,
        summary: 'Share a dataset',
        description:
          'For its owner. Everybody who is not named loses their access at once; `"everyone": "viewer"` lets whoever has an account here look.',
        params: datasetParams,
        body: accessChangeSchema,
        response: { 200: datasetAccessSchema, ...refusals, 422: problemSchema },
      },
    },
    async (request) => {
      const { em, user, params, body } = request
      const difference = await setAccess(em.getKysely(), user.id, params.id, body)
      if (difference) {
        const target = { type: 'dataset' as const, id: params.id.toLowerCase() }
        await recordEvent(request, { action: 'dataset.share', target, details: { ...difference } })
      }
      return await getAccess(em.getKysely(), user.id, params.id)
    },
  )

  app.post(
    '/api/v1/datasets/:id/transfer',
    {
      schema: {
        tags,
        summary: 'Hand a dataset over',
        description: 'For its owner, who stays an editor until the new owner decides otherwise.',
        params: datasetParams,
        body: transferSchema,
        response: { 200: datasetSchema, ...refusals, 422: problemSchema, 507: problemSchema },
      },
    },
    async (request) => {
      const { em, user, params, body } = request
      await transferDataset(em.getKysely(), user.id, params.id, body.user_id, quota)
      await recordEvent(request, {
        action: 'dataset.transfer',
        target: { type: 'dataset', id: params.id.toLowerCase() },
        details: { from: user.id, to: body.user_id },
      })
      return await getDataset(em.getKysely(), user.id, params.id)
    },
  )

  app.get(
    '/api/v1/people',
    {
      schema: {
        tags,
        summary: 'Find somebody to share with',
        description:
          'Active people whose username, or a word of whose full name, begins with `q`: at most 10, without e-mail addresses.',
        querystring: personSearchSchema,
        response: { 200: pageOf(personSchema), 401: problemSchema, 422: problemSchema },
      },
    },
    ({ em, user, query }) => findPeople(em.getKysely(), user.id, query),
  )
}
