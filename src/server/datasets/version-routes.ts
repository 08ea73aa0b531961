import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { datasetSchema, titleSchema } from '../../shared/dataset.ts'
import { datasetVersionSchema, filePreviewSchema, versionPreviewSchema } from '../../shared/dataset-version.ts'
import { fileTableSchema } from '../../shared/file-table.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { readingOptionsSchema } from '../../shared/reading-options.ts'
import { recordEvent, recorderOf } from '../audit/record-event.ts'
import { readerGone } from '../http/reader-gone.ts'
import { readAgain } from './add-version.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getDataset } from './find-dataset.ts'
import { getReadyVersion } from './get-version.ts'
import { listTables } from './list-tables.ts'
import { listVersions } from './list-versions.ts'
import { openFileTable } from './open-file-table.ts'
import { previewUpload, previewVersion } from './preview-version.ts'
import { restoreVersion } from './restore-version.ts'

const versionParams = datasetParams.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) })

/** Lists and makes the versions of a dataset. */
export const versionRoutes = (root: FastifyInstance, { home, quota }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']
  const refusals = { 401: problemSchema, 403: problemSchema, 404: problemSchema, 409: problemSchema }

  app.get(
    '/api/v1/datasets/:id/versions',
    {
      schema: {
        tags,
        summary: 'The versions of a dataset, the latest first',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: pageOf(datasetVersionSchema), 401: problemSchema, 404: problemSchema },
      },
    },
    ({ em, user, params: { id }, query }) => listVersions(em.getKysely(), user.id, id, query),
  )

  app.post(
    '/api/v1/datasets/:id/reingest',
    {
      schema: {
        tags,
        summary: 'Read the file again',
        description:
          'In another way, without another upload. What the options leave out is found in the file. The version in use stays until the new one is ready.',
        params: datasetParams,
        body: z.object({ options: readingOptionsSchema.default({}) }),
        response: { 202: datasetSchema, ...refusals, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params, body } = request
      const { id } = params
      await readAgain(em.getKysely(), user.id, id, body.options)
      await recordEvent(request, {
        action: 'dataset.reingest',
        target: { type: 'dataset', id },
        details: { options: Object.keys(body.options) },
      })
      reply.code(202)
      return await getDataset(em.getKysely(), user.id, id)
    },
  )

  app.get(
    '/api/v1/datasets/:id/tables',
    {
      schema: {
        tags,
        summary: 'The tables of the file',
        description: 'Each can be made a dataset of its own from the same bytes, without another upload.',
        params: datasetParams,
        querystring: pageQuerySchema,
        response: { 200: pageOf(fileTableSchema), ...refusals },
      },
    },
    async ({ em, user, params: { id }, query: { offset, limit } }) => {
      const db = em.getKysely()
      const tables = await listTables(db, user.id, await getReadyVersion(db, user.id, id))
      return { items: tables.slice(offset, offset + limit), total: tables.length, offset, limit }
    },
  )

  app.post(
    '/api/v1/datasets/:id/tables/:index',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Make another table of the file a dataset',
        params: datasetParams.extend({ index: z.coerce.number().int().min(0).max(99_999) }),
        body: z.object({ title: titleSchema.optional() }).nullish(),
        response: { 201: datasetSchema, ...refusals, 422: problemSchema, 507: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params, body } = request
      const dataset = await openFileTable(em.getKysely(), home, {
        userId: user.id,
        datasetId: params.id,
        index: params.index,
        title: body?.title,
        quota,
        record: recorderOf(request),
      })
      reply.code(201).header('location', `/api/v1/datasets/${dataset.id}`)
      return dataset
    },
  )

  app.post(
    '/api/v1/datasets/:id/reingest/preview',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'The first rows as they would be',
        description:
          'Reads the beginning of the file as reading it again with these options would. Types rest on what was read: `read` of `of` bytes.',
        params: datasetParams,
        body: z.object({
          options: readingOptionsSchema.default({}),
          limit: z.int().min(1).max(1000).default(100),
        }),
        response: { 200: filePreviewSchema, ...refusals, 422: problemSchema },
      },
    },
    ({ em, user, params: { id }, body: { options, limit } }, reply) =>
      previewVersion(em.getKysely(), home, { userId: user.id, id, options, limit, signal: readerGone(reply) }),
  )

  app.post(
    '/api/v1/datasets/:id/versions/preview',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'An upload as the next version would be',
        description:
          'Of an upload that was begun with `hold`: its first rows, and how its columns match those in use by name and type. `POST /datasets/{id}/versions` with its id then makes it the version, `DELETE` of the upload gives it up.',
        params: datasetParams,
        body: z.object({ upload_id: z.uuid(), limit: z.int().min(1).max(1000).default(20) }),
        response: { 200: versionPreviewSchema, ...refusals, 422: problemSchema },
      },
    },
    ({ em, user, params: { id }, body: { upload_id: uploadId, limit } }, reply) =>
      previewUpload(em.getKysely(), home, { userId: user.id, id, uploadId, limit, signal: readerGone(reply) }),
  )

  app.post(
    '/api/v1/datasets/:id/versions/:number/restore',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Use an earlier version again',
        description: 'It becomes a new version; nothing that came after it is lost.',
        params: versionParams,
        response: { 201: datasetSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const { em, user, params } = request
      const { id, number } = params
      await restoreVersion(em.getKysely(), home, { userId: user.id, id, number, record: recorderOf(request) })
      reply.code(201)
      return await getDataset(em.getKysely(), user.id, id)
    },
  )
}
