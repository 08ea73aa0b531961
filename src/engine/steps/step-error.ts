/** A step that this table cannot take: `path` names the offending field, the message is for a person. */
export class StepError extends Error {
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.name = 'StepError'
    this.path = path
  }
}
