import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ProblemBody, problemCodes } from '../../shared/problem.ts'
import { timeoutStatus } from '../../shared/timeout-status.ts'
import { isDatabaseUnavailable } from '../database/database-unavailable.ts'
import { isUnstorableText } from '../database/unstorable-text.ts'
import { Problem } from './problem-error.ts'
import { ReaderGone } from './reader-gone.ts'

const seconds = 2

const busy = (cause: unknown) =>
  new Problem(
    'busy',
    'The server has more to do than it can take on now. Try again in a moment; nothing was changed.',
    {
      headers: { 'retry-after': String(seconds) },
      cause,
    },
  )

const fromValidation = (error: FastifyError): Problem => {
  const issues = hasZodFastifySchemaValidationErrors(error) ? error.validation : []
  const errors = issues.map(({ instancePath, message }) => ({
    path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message: message ?? 'This value cannot be used.',
  }))
  const first = errors[0]
  const detail = first ? [first.path, first.message].filter(Boolean).join(': ') : error.message
  return new Problem('invalid', detail, { errors, cause: error })
}

const fromFastify: Record<string, (error: FastifyError) => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: (cause) =>
    new Problem('too_large', 'The body of this request is larger than this endpoint takes.', { cause }),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: (cause) =>
    new Problem('unsupported_format', 'This endpoint does not take that content type.', { cause }),
  FST_ERR_CTP_INVALID_JSON_BODY: (cause) => new Problem('invalid', 'The body is not valid JSON.', { cause }),
  FST_ERR_CTP_EMPTY_JSON_BODY: (cause) => new Problem('invalid', 'The body is empty; JSON is expected.', { cause }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: (cause) =>
    new Problem('invalid', 'The body does not have the announced length.', { cause }),
  FST_ERR_BAD_URL: (cause) => new Problem('invalid', 'The path of this request is not a valid URL.', { cause }),
}

/** Any failure as the problem to answer with. */
export const asProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  if (isDatabaseUnavailable(error)) return busy(error)
  if (isUnstorableText(error))
    return new Problem(
      'invalid',
      'A text holds the NUL character, which can be neither kept nor found. Leave it out.',
      {
        cause: error,
      },
    )
  const failure = error as FastifyError
  if (failure.validation) return fromValidation(failure)
  const known = fromFastify[failure.code]
  if (known) return known(failure)
  if (failure.statusCode !== undefined && failure.statusCode >= 400 && failure.statusCode < 500) {
    return new Problem('invalid', failure.message, { cause: error })
  }
  return new Problem('internal', 'Something failed here. The request was not carried out; the log has the reason.', {
    cause: error,
  })
}

/** What is answered of a problem. */
export const bodyOf = (problem: Problem, requestId: string): ProblemBody => ({
  type: `/api/docs#error-${problem.code}`,
  title: problemCodes[problem.code].title,
  status: problem.status,
  detail: problem.message,
  code: problem.code,
  request_id: requestId,
  ...(problem.errors ? { errors: problem.errors } : {}),
  ...problem.extra,
})

const statusFor = ({ code, status }: Problem, { headers }: FastifyRequest): number =>
  code === 'query_timeout' && headers[timeoutStatus.header] === timeoutStatus.value
    ? Number(timeoutStatus.value)
    : status

const send = (problem: Problem, request: FastifyRequest, reply: FastifyReply) => {
  const status = statusFor(problem, request)
  return reply
    .code(status)
    .headers(problem.headers)
    .type('application/problem+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send({ ...bodyOf(problem, request.id), status })
}

/** Too much to do at once is no defect: its reason is in one short line, however often it is said. */
const note = (problem: Problem, { log }: FastifyRequest) => {
  const { code, message, cause } = problem
  const isMoment = code === 'busy' && !isDatabaseUnavailable(cause)
  if (isMoment) log.warn({ code, ...(cause instanceof Error ? { reason: cause.message } : {}) }, message)
  else if (problem.status >= 500) log.error({ err: cause ?? problem, code }, message)
  else log.info({ code, detail: message }, 'refused')
}

/** Answers what fails before any route is found, such as a malformed path. */
export const answerFrameworkError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
  send(asProblem(error), request, reply)
}

/** Answers every failure as RFC 9457 `application/problem+json`, and logs the ones that are ours. */
export const answerProblems = (app: FastifyInstance): void => {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ReaderGone) {
      request.log.debug('the reader has gone')
      return reply.hijack()
    }
    const problem = asProblem(error)
    note(problem, request)
    return send(problem, request, reply)
  })
  app.setNotFoundHandler((request, reply) =>
    send(
      new Problem('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`),
      request,
      reply,
    ),
  )
}
