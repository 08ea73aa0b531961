import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

const checkMs = 1000

/** Ends a stream in failure as soon as its reader may have it no longer. */
export const breakOffUnless = (stream: Readable, isAllowed: () => Promise<boolean>): void => {
  const check = setInterval(async () => {
    if (!(await isAllowed())) stream.destroy(new Error('The reader may no longer have this'))
  }, checkMs)
  stream.once('close', () => clearInterval(check))
}

/**
 * Lets a stream that fails reset its connection. Where there are no chunks, as for a proxy that speaks HTTP/1.0, the end of
 * a connection is the end of the file, and the part would be taken for the whole.
 */
export const resetOnFailure = (stream: Readable, { raw }: FastifyReply): void => {
  stream.once('error', () => raw.socket?.resetAndDestroy?.())
}
