import type { FastifyInstance } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { datasetSchema } from '../../shared/dataset.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recorderOf } from '../audit/record-event.ts'
import { readerGone } from '../http/reader-gone.ts'
import { waitQuery } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { createDiskSpace } from './disk-space.ts'
import { findDataset } from './find-dataset.ts'
import { uploadDataset } from './upload-dataset.ts'
import { waitForDataset } from './wait-for-dataset.ts'

const idempotencyKey = z
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

/** `POST /datasets`: a file becomes a dataset. */
export const uploadRoute = (
  root: FastifyInstance,
  { changes, home, sweeper, liveUploads, maxUploadBytes, stopping }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const space = createDiskSpace(home.files)
  app.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null))
  app.post(
    '/api/v1/datasets',
    {
      config: { unitOfWork: 'plain' },
      validatorCompiler: (part) =>
        part.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(part as never),
      schema: {
        tags: ['Datasets'],
        summary: 'Upload a file',
        description:
          'A form (`multipart/form-data`) with the part `file` and, if you like, `title` and `options` (JSON). The answer means that the file is safe. The same `Idempotency-Key` with the same file gives the same answer again and makes no second dataset.',
        consumes: ['multipart/form-data'],
        body: formSchema,
        querystring: waitQuery,
        headers: z.object({ 'idempotency-key': idempotencyKey }),
        response: {
          201: datasetSchema,
          401: problemSchema,
          413: problemSchema,
          415: problemSchema,
          422: problemSchema,
          507: problemSchema,
        },
      },
    },
    async (request, reply) => {
      const { em, user, query, headers, raw } = request
      reply.raw.once('finish', () => {
        if (!raw.complete) setTimeout(() => raw.destroy(), lingerMs).unref()
      })
      const db = em.getKysely()
      const { dataset, isReplayed } = await uploadDataset(
        {
          userId: user.id,
          headers: raw.headers,
          body: raw,
          idempotencyKey: headers['idempotency-key'],
          record: recorderOf(request),
        },
        { db, home, maxBytes: maxUploadBytes, space, live: liveUploads, sweepSoon: () => sweeper.soon() },
      )
      reply.code(201).header('location', `/api/v1/datasets/${dataset.id}`)
      if (isReplayed) reply.header('idempotent-replayed', 'true')
      if (query.wait === 0) return dataset
      const waited = await waitForDataset(dataset.id, {
        changes,
        read: () => findDataset(db, user.id, dataset.id),
        seconds: query.wait,
        signal: AbortSignal.any([readerGone(reply), stopping]),
      })
      return waited ?? dataset
    },
  )
}
