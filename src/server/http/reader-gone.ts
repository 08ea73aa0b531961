import type { FastifyReply } from 'fastify'

/** Aborts when whoever asked has gone before the answer was through. */
export const readerGone = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(new Error('The reader has gone'))
  })
  return gone.signal
}
