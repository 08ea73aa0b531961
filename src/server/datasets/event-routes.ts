import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { openEventStream } from '../events/event-stream.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getDataset } from './find-dataset.ts'
import { type Following, followAll, followOne } from './follow-datasets.ts'

const checkSessionMs = 200

/** Streams of what happens to datasets, as server-sent events. */
export const eventRoutes = (root: FastifyInstance, { changes, stopping, isStillSignedIn }: Datasets): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Datasets']
  const description =
    '`event: dataset` has the dataset as it is now, `event: preview` the first rows while the rest is still being read, `event: deleted` the id of one that is gone. `Last-Event-ID` resumes.'

  const open = (request: FastifyRequest, reply: FastifyReply): Following => {
    const { user } = request
    const stream = openEventStream(reply)
    const check = setInterval(async () => {
      if (!(await isStillSignedIn(user).catch(() => true))) stream.end()
    }, checkSessionMs)
    stream.closed.addEventListener('abort', () => clearInterval(check))
    stopping.addEventListener('abort', stream.end)
    stream.closed.addEventListener('abort', () => stopping.removeEventListener('abort', stream.end))
    const lastEventId = request.headers['last-event-id']
    return {
      db: () => request.em.getKysely(),
      changes,
      userId: user.id,
      stream,
      lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
    }
  }
  const logFailure = (request: FastifyRequest) => (error: unknown) =>
    request.log.error({ err: error }, 'A stream of events ended early')

  app.get(
    '/api/v1/events',
    { exposeHeadRoute: false, schema: { tags, summary: 'Follow all your datasets', description } },
    (request, reply) => {
      followAll(open(request, reply)).catch(logFailure(request))
      return reply
    },
  )

  app.get(
    '/api/v1/datasets/:id/events',
    {
      exposeHeadRoute: false,
      schema: {
        tags,
        summary: 'Follow one dataset',
        description: `${description} The stream ends when nothing is being done to the dataset any more.`,
        params: datasetParams,
      },
    },
    async (request, reply) => {
      const { id } = await getDataset(request.em.getKysely(), request.user.id, request.params.id)
      followOne(open(request, reply), id).catch(logFailure(request))
      return reply
    },
  )
}
