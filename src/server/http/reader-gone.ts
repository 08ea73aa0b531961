import type { FastifyReply } from 'fastify'

/** Nobody waits for the answer any more; it is no failure of ours. */
export class ReaderGone extends Error {
  override name = 'ReaderGone'
}

/** Aborts when whoever asked has gone before the answer was through, at once when they have gone already. */
export const readerGone = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  const look = () => {
    if (!raw.writableFinished) gone.abort(new ReaderGone('The reader has gone'))
  }
  if (raw.closed) look()
  else raw.once('close', look)
  return gone.signal
}
