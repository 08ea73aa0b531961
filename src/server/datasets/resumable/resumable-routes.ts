import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { expectPreview } from '../../../engine/preview/preview-file.ts'
import { pageOf, pageQuerySchema } from '../../../shared/page.ts'
import { problemSchema } from '../../../shared/problem.ts'
import { unfinishedUploadSchema } from '../../../shared/upload.ts'
import { recorderOf } from '../../audit/record-event.ts'
import { type Db, inTransaction } from '../../database/db.ts'
import { storableText } from '../../database/jsonb.ts'
import { notFound, Problem } from '../../http/problem-error.ts'
import { lockForNewVersion } from '../add-version.ts'
import type { Datasets } from '../datasets.ts'
import { tooLarge } from '../read-multipart.ts'
import { absolutePath, incomingPath, syncEntry } from '../stored-file.ts'
import { parseUploadFields } from '../upload-fields.ts'
import { finishUpload } from './finish-upload.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { letSenderHear, partProblem, patiently } from './part-connection.ts'
import { receivePart } from './receive-part.ts'
import { runningHashes } from './running-hashes.ts'
import {
  beginUpload,
  findOutcome,
  findUpload,
  forgetUpload,
  isHeld,
  listUploads,
  noteSafe,
  type UnfinishedUpload,
} from './unfinished-uploads.ts'
import {
  checksumAlgorithms,
  parseBytes,
  parseChecksum,
  parseMetadata,
  tusVersion,
  writeMetadata,
} from './upload-headers.ts'

const base = '/api/v1/uploads'
/** Of longer files the first rows are asked for while the rest is on its way. */
const previewedFrom = 4 * 2 ** 20
const partType = 'application/offset+octet-stream'
const params = z.object({ id: z.string().toLowerCase().describe('The id of the upload, a UUID.') })

/** Uploads that survive a lost connection, a reload and a restart: tus 1.0.0 with creation, termination, checksum, expiration. */
export const resumableRoutes = (
  root: FastifyInstance,
  { home, liveUploads, maxUploadBytes, space, quota, stopping, sweeper }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Uploads']
  const lanes = oneAtATime()
  const hashes = runningHashes()

  root.addContentTypeParser(partType, (_request, _body, done) => done(null))

  const speak = (request: FastifyRequest, reply: FastifyReply) => {
    reply.header('tus-resumable', tusVersion)
    if (request.headers['tus-resumable'] === tusVersion) return
    reply.header('tus-version', tusVersion)
    throw new Problem('unsupported_version', `Send \`Tus-Resumable: ${tusVersion}\`, which is the version spoken here.`)
  }

  /** Finishes an upload of which every byte is here, and says where the dataset is. */
  const finish = async (request: FastifyRequest, reply: FastifyReply, upload: UnfinishedUpload) => {
    const running = hashes.find(upload.id)
    const db = request.em.getKysely()
    const { dataset } = await finishUpload(upload, {
      db,
      home,
      userId: request.user.id,
      running,
      quota,
      record: recorderOf(request),
    })
    hashes.forget(upload.id)
    reply.header('location-dataset', `/api/v1/datasets/${dataset.id}`)
  }

  app.options(
    base,
    {
      schema: { tags, summary: 'What uploads can do here', response: { 204: z.undefined(), 401: problemSchema } },
    },
    async (_request, reply) =>
      reply
        .code(204)
        .headers({
          'tus-resumable': tusVersion,
          'tus-version': tusVersion,
          'tus-extension': 'creation,termination,checksum,expiration',
          'tus-checksum-algorithm': checksumAlgorithms,
          'tus-max-size': maxUploadBytes,
        })
        .send(undefined),
  )

  app.get(
    base,
    {
      schema: {
        tags,
        summary: 'Your unfinished uploads, the latest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(unfinishedUploadSchema), 401: problemSchema },
      },
    },
    async ({ em, user, query }) => {
      const { items, total } = await listUploads(em.getKysely(), user.id, query)
      return {
        items: items.map(({ id, name, offset, length, metadata, expiresAt }) => ({
          id,
          filename: name,
          offset,
          length,
          held: isHeld({ metadata }),
          dataset: metadata.dataset ?? null,
          expires_at: expiresAt,
        })),
        total,
        ...query,
      }
    },
  )

  app.post(
    base,
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Begin an upload that can be gone on with',
        description:
          'With `Upload-Length` and `Upload-Metadata` (`filename`, and if you like `title`, `options`, and `dataset` for a new version of one, each in base64; with `hold` as `true` it waits until it is taken as a version). The bytes follow by PATCH to the `Location`.',
        response: {
          201: z.undefined(),
          401: problemSchema,
          412: problemSchema,
          413: problemSchema,
          422: problemSchema,
          507: problemSchema,
        },
      },
    },
    async (request, reply) => {
      speak(request, reply)
      const length = parseBytes('Upload-Length', one(request.headers['upload-length']))
      if (length > maxUploadBytes) throw tooLarge(maxUploadBytes)
      const metadata = parseMetadata(one(request.headers['upload-metadata']))
      const name = storableText(metadata.filename || 'file')
      parseUploadFields(new Map(Object.entries(metadata)), name)
      const kept = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, storableText(value)]))
      const db = request.em.getKysely()
      await refuseVersion(db, request.user.id, metadata.dataset)
      ;(await space.reserve(length)).release()
      const id = randomUUID()
      const { id: userId } = request.user
      const upload = await inTransaction(db, async (transaction) => {
        const begun = await beginUpload(transaction, { id, userId, name, length, metadata: kept })
        await quota.promise(transaction, { userId, datasetId: metadata.dataset })
        return begun
      })
      const file = absolutePath(home, incomingPath(id))
      await (await open(file, 'wx', 0o600)).close()
      await syncEntry(file)
      if (isHeld(upload) || length >= previewedFrom) expectPreview()
      if (length === 0 && !isHeld(upload)) await finish(request, reply, upload)
      return reply
        .code(201)
        .headers({ location: `${base}/${id}`, 'upload-expires': new Date(upload.expiresAt).toUTCString() })
        .send(undefined)
    },
  )

  app.head(
    `${base}/:id`,
    {
      config: { unitOfWork: 'plain' },
      schema: { tags, summary: 'How far an upload is', params, response: { 200: z.undefined(), 404: problemSchema } },
    },
    async (request, reply) => {
      speak(request, reply)
      const { id } = request.params
      const db = request.em.getKysely()
      const upload = await lanes.do(laneOf(request, id), stopping, async () => {
        const found = await findUpload(db, request.user.id, id)
        if (found && found.offset === found.length && !isHeld(found)) await finish(request, reply, found)
        return found
      })
      if (upload) {
        reply.headers({
          'upload-offset': upload.offset,
          'upload-length': upload.length,
          'upload-expires': new Date(upload.expiresAt).toUTCString(),
        })
        if (Object.keys(upload.metadata).length > 0) reply.header('upload-metadata', writeMetadata(upload.metadata))
        return reply.code(200).send(undefined)
      }
      const { datasetId, bytes } = await outcomeOf(request, id)
      return reply
        .code(200)
        .headers({
          'upload-offset': bytes,
          'upload-length': bytes,
          'location-dataset': `/api/v1/datasets/${datasetId}`,
        })
        .send(undefined)
    },
  )

  app.patch(
    `${base}/:id`,
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Go on with an upload',
        description:
          'The bytes from `Upload-Offset` on, as `application/offset+octet-stream`. What arrived is kept when the connection breaks, unless there is an `Upload-Checksum`. The answer to the last part has `Location-Dataset`.',
        consumes: [partType],
        params,
        response: {
          204: z.undefined(),
          401: problemSchema,
          404: problemSchema,
          409: problemSchema,
          412: problemSchema,
          413: problemSchema,
          415: problemSchema,
          460: problemSchema,
          507: problemSchema,
        },
      },
    },
    async (request, reply) => {
      letSenderHear(request, reply)
      speak(request, reply)
      if (request.headers['content-type']?.split(';')[0]?.trim() !== partType) {
        throw new Problem('unsupported_format', `The bytes of an upload come as \`${partType}\`.`)
      }
      const { id } = request.params
      const offset = parseBytes('Upload-Offset', one(request.headers['upload-offset']))
      const checksum = parseChecksum(one(request.headers['upload-checksum']))
      const db = request.em.getKysely()
      const end = await lanes.do(laneOf(request, id), stopping, async (signal) => {
        const upload = await findUpload(db, request.user.id, id)
        if (!upload) throw await goneOrFinished(request, id)
        if (offset !== upload.offset) {
          reply.header('upload-offset', upload.offset)
          throw new Problem('conflict', `The upload goes on at byte ${upload.offset}, not at ${offset}.`)
        }
        const room = upload.length - offset
        if (Number(request.headers['content-length'] ?? 0) > room) {
          throw new Problem('too_large', `The upload has ${room} more bytes, and this is more.`)
        }
        const reservation = await space.reserve(room)
        liveUploads.add(id)
        const stop = () => request.raw.destroy(signal.reason)
        signal.addEventListener('abort', stop, { once: true })
        try {
          const reached = await receivePart({
            body: patiently(request.raw),
            file: absolutePath(home, incomingPath(id)),
            offset,
            room,
            checksum,
            running: hashes.begin(id),
            onSafe: async (safe) => {
              await noteSafe(db, id, safe)
              await reservation.note(safe - offset)
            },
          })
          if (reached === upload.length && !isHeld(upload)) {
            await finish(request, reply, { ...upload, offset: reached })
          }
          return reached
        } catch (error) {
          throw partProblem(error, request, upload.length)
        } finally {
          signal.removeEventListener('abort', stop)
          liveUploads.delete(id)
          reservation.release()
        }
      })
      return reply.code(204).header('upload-offset', end).send(undefined)
    },
  )

  app.delete(
    `${base}/:id`,
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags,
        summary: 'Give an upload up',
        params,
        response: { 204: z.undefined(), 401: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      speak(request, reply)
      const { id } = request.params
      await lanes.do(laneOf(request, id), stopping, async () => {
        if (!(await forgetUpload(request.em.getKysely(), request.user.id, id))) throw notFound('This upload')
        hashes.forget(id)
        await rm(absolutePath(home, incomingPath(id)), { force: true })
        sweeper.soon()
      })
      return reply.code(204).send(undefined)
    },
  )
}

const outcomeOf = async (request: FastifyRequest, id: string) => {
  const outcome = await findOutcome(request.em.getKysely(), request.user.id, id)
  if (!outcome) throw notFound('This upload')
  return outcome
}

const goneOrFinished = async (request: FastifyRequest, id: string): Promise<Problem> => {
  const { datasetId } = await outcomeOf(request, id)
  return new Problem('conflict', `This upload is complete. It is the dataset ${datasetId}.`)
}

/** Says before any byte comes that it cannot become a version of this dataset. */
const refuseVersion = async (db: Db, userId: string, datasetId: string | undefined): Promise<void> => {
  if (datasetId === undefined) return
  await inTransaction(db, (transaction) => lockForNewVersion(transaction, userId, datasetId))
}

/** A lane of their own for each person: nobody ends what somebody else sends. */
const laneOf = ({ user }: FastifyRequest, id: string) => `${user.id} ${id}`

const one = (header: string | string[] | undefined): string | undefined => [header].flat()[0]
