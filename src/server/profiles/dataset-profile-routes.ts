import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { problemSchema } from '../../shared/problem.ts'
import { type Profile, profileSchema } from '../../shared/profile.ts'
import { type Receipt, receiptSchema } from '../../shared/receipt.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import { getReadyVersion, getVersion, requireReady } from '../datasets/get-version.ts'
import { versionQuery } from '../datasets/selection-query.ts'
import { storedJson } from '../http/stored-json.ts'
import { findDocumentText, readDocument, readDocumentText } from './read-document.ts'

/** What is known of a table: its profile, and the receipt of how it came about. */
export const datasetProfileRoutes = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Profile']
  const refusals = { 401: problemSchema, 404: problemSchema, 409: problemSchema }

  app.get(
    '/api/v1/datasets/:id/profile',
    {
      schema: {
        tags,
        summary: 'The profile of a dataset',
        description:
          'Of a large table there is a first profile, of some rows, while the exact one is being computed: `partial` says of how many.',
        params: datasetParams,
        querystring: versionQuery,
        response: { 200: profileSchema, ...refusals },
      },
    },
    async ({ em, user, params, query }) => {
      const db = em.getKysely()
      const version = await getVersion(db, user.id, params.id, query.version)
      const first = version.status === 'processing' ? await findDocumentText(db, version, 'profile') : undefined
      const profile = first ?? (await readDocumentText(db, requireReady(version), 'profile'))
      return storedJson<Profile>(profile, { dataset_id: version.datasetId, version: version.number })
    },
  )

  app.get(
    '/api/v1/datasets/:id/receipt',
    {
      schema: {
        tags,
        summary: 'The receipt of how the file was read',
        params: datasetParams,
        querystring: versionQuery,
        response: { 200: receiptSchema, ...refusals },
      },
    },
    async ({ em, user, params, query }) => {
      const version = await getReadyVersion(em.getKysely(), user.id, params.id, query.version)
      return await readDocument<Receipt>(em.getKysely(), version, 'receipt')
    },
  )
}
