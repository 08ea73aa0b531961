/** A question that cannot be asked of this table: `path` names the offending field, the message is for a person. */
export class QuestionError extends Error {
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.name = 'QuestionError'
    this.path = path
  }
}
