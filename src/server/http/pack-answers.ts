import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const pack = promisify(gzip)
const leastLength = 256 * 1024

/**
 * Packs the few answers that are large, such as the profile of thousands of columns, for clients that take gzip. Answers
 * with tokens or passwords in them are far smaller and never packed, so that their length tells nothing (BREACH).
 */
export const packAnswers = (app: FastifyInstance): void => {
  app.addHook('onSend', async ({ headers }, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < leastLength) return payload
    const vary = reply.getHeader('vary')
    reply.header('vary', vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`)
    if (!takesGzip(headers['accept-encoding'])) return payload
    const packed = await pack(payload, { level: 1 })
    reply.header('content-encoding', 'gzip').header('content-length', packed.length)
    return packed
  })
}

const takesGzip = (encodings = ''): boolean => /(^|[,\s])gzip\s*(;\s*q=(1|0\.\d*[1-9])\d*)?\s*(,|$)/i.test(encodings)
