/** Why a file could not become a table; stable, for programs. `no_space` may be tried again when there is room. */
export type UnreadableFileCode =
  | 'empty_file'
  | 'unsupported_format'
  | 'password_protected'
  | 'corrupt_file'
  | 'too_large'
  | 'no_space'
  | 'option_not_applicable'
  | 'steps_not_applicable'

/** A file that cannot be read as a table; `detail` is a sentence that says what is wrong and what a person can do. */
export class UnreadableFileError extends Error {
  readonly code: UnreadableFileCode
  readonly detail: string

  constructor(code: UnreadableFileCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'UnreadableFileError'
    this.code = code
    this.detail = detail
  }
}
