import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { problemSchema } from '../../shared/problem.ts'
import { type Profile, profileSchema } from '../../shared/profile.ts'
import { type Receipt, receiptSchema } from '../../shared/receipt.ts'
import type { Db } from '../database/db.ts'
import { datasetParams } from '../datasets/dataset-routes.ts'
import { getReadyVersion, type VersionRecord } from '../datasets/get-version.ts'

const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() })

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
        params: datasetParams,
        querystring: versionQuery,
        response: { 200: profileSchema, ...refusals },
      },
    },
    async ({ em, user, params, query }) => {
      const version = await getReadyVersion(em.getKysely(), user.id, params.id, query.version)
      const profile = await readDocument<Omit<Profile, 'dataset_id' | 'version'>>(em.getKysely(), version, 'profile')
      return { dataset_id: version.datasetId, version: version.number, ...profile }
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

const readDocument = async <T>(db: Db, { versionId }: VersionRecord, column: 'profile' | 'receipt'): Promise<T> => {
  const { rows } = await sql<{ document: T }>`
    select ${sql.ref(column)} as document from dataset_versions where id = ${versionId}`.execute(db)
  if (!rows[0]) throw new Error(`Version ${versionId} lost its ${column}`)
  return rows[0].document
}
