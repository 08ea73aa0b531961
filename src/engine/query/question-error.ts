import type { SqlPlace } from '../sql/sql-error.ts'

/** A question that cannot be asked of this table: `path` names the offending field, `place` where in its SQL; for a person. */
export class QuestionError extends Error {
  readonly path: string
  readonly place: SqlPlace | undefined

  constructor(path: string, message: string, place?: SqlPlace) {
    super(message)
    this.name = 'QuestionError'
    this.path = path
    this.place = place
  }
}
