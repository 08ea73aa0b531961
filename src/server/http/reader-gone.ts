import type { FastifyReply } from 'fastify'

/** Nobody waits for the answer any more; it is no failure of ours. */
export class ReaderGone extends Error {
  override name = 'ReaderGone'
}

/** Aborts when whoever asked has gone before the answer was through. */
export const readerGone = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(new ReaderGone('The reader has gone'))
  })
  return gone.signal
}
