import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** One stream of server-sent events to one reader. */
export interface EventStream {
  /** Aborts when the reader has gone or the stream was ended. */
  closed: AbortSignal
  /** Sends an event; false says that the reader is behind, and that `writable` should be awaited. */
  send(event: { event: string; data: unknown; id?: string }): boolean
  /** Resolves when the reader has caught up, or has gone. */
  writable(): Promise<void>
  /** Ends the stream after what was sent. */
  end(): void
}

const heartbeatMs = 15_000
/** What waits for a reader; beyond it nothing more is written until they have read. */
const bufferBytes = 256 * 1024

/** Answers with a stream of events; comments keep proxies from cutting it. */
export const openEventStream = (reply: FastifyReply): EventStream => {
  const closing = new AbortController()
  let wanted = Promise.withResolvers<void>()
  let isFull = false
  const body = new Readable({
    highWaterMark: bufferBytes,
    read() {
      isFull = false
      wanted.resolve()
    },
    destroy(error, done) {
      close()
      done(error)
    },
  })
  const write = (text: string): boolean => {
    if (closing.signal.aborted) return true
    isFull = !body.push(text)
    if (isFull) wanted = Promise.withResolvers()
    return !isFull
  }
  const heartbeat = setInterval(() => {
    if (!isFull) write(': still here\n\n')
  }, heartbeatMs)
  const close = () => {
    clearInterval(heartbeat)
    closing.abort()
    wanted.resolve()
  }
  reply.raw.once('close', () => body.destroy())

  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(body)
  write(': connected\n\n')
  return {
    closed: closing.signal,
    send({ event, data, id }) {
      return write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`)
    },
    writable: () => (isFull ? wanted.promise : Promise.resolve()),
    end() {
      if (closing.signal.aborted) return
      close()
      body.push(null)
    },
  }
}
