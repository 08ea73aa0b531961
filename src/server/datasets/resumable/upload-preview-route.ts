import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { filePreviewSchema } from '../../../shared/dataset-version.ts'
import { problemSchema } from '../../../shared/problem.ts'
import { readerGone } from '../../http/reader-gone.ts'
import type { Datasets } from '../datasets.ts'
import { previewArriving } from '../preview-version.ts'

/** The first rows of a file while the rest of it is on its way. */
export const uploadPreviewRoute = (root: FastifyInstance, { home }: Datasets): void => {
  root.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/uploads/:id/preview',
    {
      config: { unitOfWork: 'plain' },
      schema: {
        tags: ['Uploads'],
        summary: 'The first rows of what has arrived',
        description:
          'Of a text, once its first 256 KiB are here; other files are read when they are whole. Types rest on what was read: `read` of `of` bytes.',
        params: z.object({ id: z.string().toLowerCase().describe('The id of the upload, a UUID.') }),
        body: z.object({ limit: z.int().min(1).max(100).default(20) }).nullish(),
        response: {
          200: filePreviewSchema,
          401: problemSchema,
          404: problemSchema,
          409: problemSchema,
          422: problemSchema,
        },
      },
    },
    ({ em, user, params: { id }, body }, reply) =>
      previewArriving(em.getKysely(), home, {
        userId: user.id,
        uploadId: id,
        limit: body?.limit ?? 20,
        signal: readerGone(reply),
      }),
  )
}
