import { type ProblemBody, type ProblemCode, problemCodes } from '../../shared/problem.ts'

/** A failure that the person asking can understand: thrown anywhere in a request, answered as a problem. */
export class Problem extends Error {
  override name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly errors: ProblemBody['errors']
  readonly headers: Record<string, string>
  readonly extra: Record<string, unknown>

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      errors?: NonNullable<ProblemBody['errors']>
      headers?: Record<string, string>
      /** Further members of the problem body. */
      extra?: Record<string, unknown>
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.status = problemCodes[code].status
    this.errors = more.errors
    this.headers = more.headers ?? {}
    this.extra = more.extra ?? {}
  }
}

/** Tells the failures of one code from all others. */
export const isProblem =
  (code: ProblemCode) =>
  (error: unknown): boolean =>
    error instanceof Problem && error.code === code

/** What does not exist and what may not be seen answer alike. */
export const notFound = (what = 'This'): Problem =>
  new Problem('not_found', `${what} does not exist, or you have no access to it.`)

/** A value that cannot be used, at its path in the body or query, and where it is SQL at its place in that. */
export const invalid = (path: string, message: string, place?: { line: number; column: number }): Problem =>
  new Problem('invalid', message, { errors: [{ path, message, ...place }] })
