/**
 * Why a question got no answer: its process ended, its time ran out, all places are taken, or whoever asks has too many
 * questions waiting.
 */
export type QueryFailureCode = 'crashed' | 'timeout' | 'busy' | 'crowded'

/** A question that was fine but got no answer; it may be asked again (`timeout`: narrowed). */
export class QueryFailure extends Error {
  readonly code: QueryFailureCode

  constructor(code: QueryFailureCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'QueryFailure'
    this.code = code
  }
}
