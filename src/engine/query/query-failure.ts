/** Why a question got no answer: the process ended, the time ran out, or all processes are taken. */
export type QueryFailureCode = 'crashed' | 'timeout' | 'busy'

/** A question that was fine but got no answer; it may be asked again (`timeout`: narrowed). */
export class QueryFailure extends Error {
  readonly code: QueryFailureCode

  constructor(code: QueryFailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'QueryFailure'
    this.code = code
  }
}
