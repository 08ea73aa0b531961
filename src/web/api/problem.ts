import type { ProblemBody, ProblemCode } from '../../shared/problem.ts'

/** A failed answer of the API. `code` is for programs, `message` is the sentence for people. */
export class ApiProblem extends Error {
  readonly body: ProblemBody
  readonly retryAfterSeconds: number | null

  constructor(body: ProblemBody, retryAfterSeconds: number | null = null) {
    super(body.detail || body.title)
    this.name = 'ApiProblem'
    this.body = body
    this.retryAfterSeconds = retryAfterSeconds
  }

  get code(): string {
    return this.body.code
  }

  get status(): number {
    return this.body.status
  }
}

/** The request never got an answer: no network, or the server is not running. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause })
    this.name = 'Unreachable'
  }
}

export function hasCode(error: unknown, ...codes: ProblemCode[]): boolean {
  return error instanceof ApiProblem && (codes as string[]).includes(error.code)
}

/** The sentence that tells a person what went wrong, whatever was thrown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Unreachable) return 'The server cannot be reached. Check the connection; nothing was lost.'
  if (hasCode(error, 'step_up_required')) return 'Nothing was changed: you did not confirm that it is you.'
  if (error instanceof ApiProblem) return error.message
  return 'Something in this page failed. Reload it; nothing on the server was changed.'
}
