import type { SqlPlace } from '../sql/sql-error.ts'

/** A step that this table cannot take: `path` names the offending field, `place` where in its SQL; for a person. */
export class StepError extends Error {
  readonly path: string
  readonly place: SqlPlace | undefined

  constructor(path: string, message: string, place?: SqlPlace) {
    super(message)
    this.name = 'StepError'
    this.path = path
    this.place = place
  }
}
