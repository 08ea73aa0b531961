import { problemSchema } from '../../shared/problem.ts'
import { ApiProblem } from './problem.ts'

/** Turns a failed answer into the problem it describes, also when a proxy answered with something else. */
export function problemFrom(status: number, body: string, retryAfter: string | null): ApiProblem {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter)
  return new ApiProblem(
    parseProblem(body) ?? {
      type: 'about:blank',
      title: 'The server did not answer as expected',
      status,
      detail: `The server answered with status ${status}. Try again in a moment.`,
      code: 'internal',
    },
    Number.isFinite(seconds) ? seconds : null,
  )
}

function parseProblem(body: string) {
  try {
    return problemSchema.loose().safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}
