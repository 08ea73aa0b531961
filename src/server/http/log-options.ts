import type { FastifyRequest } from 'fastify'
import type { LoggerOptions } from 'pino'

const mostCauses = 5

/**
 * What the log may know of a failure: never the values of a statement or a row, which the database tells in `detail`, and
 * which may be a person's.
 */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code } = error as NodeJS.ErrnoException
  return {
    type: error.name,
    message: withoutDetail(error.message),
    stack: withoutDetail(error.stack ?? ''),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause && depth < mostCauses ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}

const withoutDetail = (text: string) => text.replace(/\n - (detail|hint): [\s\S]*?(?=\n\s+at |$)/g, '')

/** How the log is written: one line of JSON per event, without header, cookie, body or query of any request. */
export const logOptions = (level: string): LoggerOptions => ({
  level,
  serializers: {
    req: ({ method, url, ip }: FastifyRequest) => ({ method, path: url.split('?')[0], ip }),
    res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    err: describeError,
  },
})
