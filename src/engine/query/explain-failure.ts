import type { SentFailure } from './process-message.ts'
import { QueryFailure } from './query-failure.ts'
import { QuestionError } from './question-error.ts'

/** What RE2 finds wrong with a regular expression, as DuckDB passes it on. */
const patternFault =
  /^Invalid Input Error: ((?:missing|unexpected|trailing|invalid|bad|no argument|pattern too large)\b[^\n]{0,200})/

/** An error as a query process sends it. What DuckDB says of a value is the question's fault, not ours. */
export function explainFailure(error: unknown): SentFailure {
  if (error instanceof QuestionError) {
    return { type: 'question', path: error.path, message: error.message, place: error.place }
  }
  if (error instanceof QueryFailure) return { type: 'failure', code: error.code, message: error.message }
  if (!(error instanceof Error)) return { type: 'defect', message: String(error), stack: undefined }
  if (error.name === 'AbortError') return { type: 'aborted' }
  if (/^(Conversion|Out of Range) Error/.test(error.message)) {
    return { type: 'question', path: 'filter', message: `A value does not fit its column: ${firstLine(error.message)}` }
  }
  const pattern = patternFault.exec(error.message)
  if (pattern) {
    const message = `The pattern is no regular expression as RE2 reads it: ${pattern[1]}. Write a character that means itself with a backslash before it.`
    return { type: 'question', path: 'filter', message }
  }
  if (/^Out of Memory Error/.test(error.message)) {
    const message =
      'This question needs more memory than one question may use. Choose fewer columns, narrow the filter, or sort by less.'
    return { type: 'failure', code: 'busy', message }
  }
  return { type: 'defect', message: error.message, stack: error.stack }
}

function firstLine(message: string): string {
  return message.replace(/^[^:]+: /, '').split('\n')[0] ?? ''
}
