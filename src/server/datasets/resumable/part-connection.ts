import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../http/problem-error.ts'
import { ReaderGone } from '../../http/reader-gone.ts'

/** How long a sender may be silent before its connection is given up. */
const idleMs = 60_000
const lingerMs = 10_000

/** The chunks of a body, until none has come for long. */
export async function* patiently(body: Readable): AsyncGenerator<Buffer> {
  const idle = setTimeout(() => body.destroy(new Error('Nothing came for a minute')), idleMs)
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      idle.refresh()
      yield chunk
    }
  } finally {
    clearTimeout(idle)
  }
}

/** The rest of a refused body is read for a while, so that its sender comes to read why. */
export const letSenderHear = ({ raw }: FastifyRequest, reply: FastifyReply) => {
  reply.raw.once('finish', () => {
    if (raw.complete) return
    raw.resume()
    setTimeout(() => raw.destroy(), lingerMs).unref()
  })
}

/** What the sender of a part hears when it could not be received. */
export const partProblem = (error: unknown, { raw }: FastifyRequest, length: number): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (raw.destroyed && !raw.complete) return new ReaderGone('The connection broke', { cause: error })
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new Problem(
    'no_space',
    `The disk of the server is full. What has arrived of the ${length.toLocaleString('en')} bytes is kept; go on when there is room.`,
    { cause: error },
  )
}
