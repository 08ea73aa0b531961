import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { datasetSchema } from '../../shared/dataset.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recorderOf } from '../audit/record-event.ts'
import { inTransaction } from '../database/db.ts'
import { invalid } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'
import { lockForNewVersion } from './add-version.ts'
import { datasetParams, waitQuery } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { findDataset } from './find-dataset.ts'
import type { KeptFile } from './insert-dataset.ts'
import { takeUpload } from './take-upload.ts'
import { uploadDataset } from './upload-dataset.ts'
import { waitForDataset } from './wait-for-dataset.ts'

/** The header `Idempotency-Key`. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'A key has 1 to 255 visible ASCII characters.')
  .optional()

/** For the reference alone: the parts are read as they come, by `readMultipart`. */
const formSchema = z.object({
  file: z.custom<File>().meta({ type: 'string', format: 'binary', description: 'The bytes of one file.' }),
  title: z.string().optional().describe('What to call the dataset; the name of the file unless given.'),
  options: z.string().optional().describe('JSON: how to read the file, as for reading it again.'),
})

/** How long the rest of a refused body is read, so that its sender hears why. */
const lingerMs = 10_000

/** A file becomes a dataset, or the next version of one. */
export const uploadRoutes = (
  root: FastifyInstance,
  { changes, home, sweeper, liveUploads, maxUploadBytes, space, quota, stopping }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const outside = {
    home,
    maxBytes: maxUploadBytes,
    space,
    quota,
    live: liveUploads,
    sweepSoon: () => sweeper.soon(),
  }
  app.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null))
  const unparsed = (part: { httpPart?: string | undefined }) =>
    part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never)
  const headers = z.object({ 'idempotency-key': idempotencyKey })
  const response = {
    201: datasetSchema,
    401: problemSchema,
    413: problemSchema,
    415: problemSchema,
    422: problemSchema,
    507: problemSchema,
  }

  const receive = (request: FastifyRequest, reply: FastifyReply, key: string | undefined, datasetId?: string) => {
    const { em, user, raw } = request
    reply.raw.once('finish', () => {
      if (!raw.complete) setTimeout(() => raw.destroy(), lingerMs).unref()
    })
    return uploadDataset(
      {
        userId: user.id,
        headers: raw.headers,
        body: raw,
        idempotencyKey: key,
        record: recorderOf(request),
        ...(datasetId ? { datasetId } : {}),
      },
      { ...outside, db: em.getKysely() },
    )
  }

  const answer = async (
    { em, user }: FastifyRequest,
    reply: FastifyReply,
    { dataset, isReplayed }: KeptFile,
    seconds: number,
  ) => {
    reply.code(201).header('location', `/api/v1/datasets/${dataset.id}`)
    if (isReplayed) reply.header('idempotent-replayed', 'true')
    if (seconds === 0) return dataset
    const waited = await waitForDataset(dataset.id, {
      changes,
      read: () => findDataset(em.getKysely(), user.id, dataset.id),
      seconds,
      signal: AbortSignal.any([readerGone(reply), stopping]),
    })
    return waited ?? dataset
  }

  app.post(
    '/api/v1/datasets',
    {
      config: { unitOfWork: 'plain' },
      validatorCompiler: unparsed,
      schema: {
        tags: ['Datasets'],
        summary: 'Upload a file',
        description:
          'A form (`multipart/form-data`) with the part `file` and, if you like, `title` and `options` (JSON). The answer means that the file is safe. The same `Idempotency-Key` with the same file gives the same answer again and makes no second dataset.',
        consumes: ['multipart/form-data'],
        body: formSchema,
        querystring: waitQuery,
        headers,
        response,
      },
    },
    async (request, reply) => {
      const kept = await receive(request, reply, request.headers['idempotency-key'])
      return await answer(request, reply, kept, request.query.wait)
    },
  )

  app.post(
    '/api/v1/datasets/:id/versions',
    {
      config: { unitOfWork: 'plain' },
      validatorCompiler: unparsed,
      schema: {
        tags: ['Datasets'],
        summary: 'Upload a new version of a dataset',
        description:
          'A form as for a dataset, or JSON with the `upload_id` of a finished upload. The version in use stays until the new one is ready. Without `options` a file of the same type is read as the version in use was.',
        consumes: ['multipart/form-data', 'application/json'],
        params: datasetParams,
        body: formSchema
          .partial()
          .extend({ upload_id: z.string().optional().describe('The id of a finished upload.') }),
        querystring: waitQuery,
        headers,
        response: { ...response, 403: problemSchema, 404: problemSchema, 409: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params, query, body } = request
      const key = request.headers['idempotency-key']
      if (key === undefined) {
        await inTransaction(em.getKysely(), (transaction) => lockForNewVersion(transaction, user.id, params.id))
      }
      const isForm = /^multipart\/form-data/i.test(request.headers['content-type'] ?? '')
      const kept = isForm
        ? await receive(request, reply, key, params.id)
        : await takeUpload(em.getKysely(), home, {
            userId: user.id,
            datasetId: params.id,
            uploadId: uploadIdOf(body),
            keys: key === undefined ? [] : [key],
            quota,
            record: recorderOf(request),
            live: liveUploads,
          })
      return await answer(request, reply, kept, query.wait)
    },
  )
}

const uploadIdOf = (body: unknown): string => {
  const { data } = z.object({ upload_id: z.uuid() }).safeParse(body)
  if (!data) throw invalid('upload_id', 'Send a form with the part "file", or the id of a finished upload.')
  return data.upload_id
}
