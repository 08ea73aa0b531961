import { QueryFailure } from '../../engine/query/query-failure.ts'
import { QuestionError } from '../../engine/query/question-error.ts'
import { invalid, Problem } from '../http/problem-error.ts'

/** What a person hears when a question to a table got no answer. */
export const asQueryProblem = (error: unknown): unknown => {
  if (error instanceof QuestionError) return invalid(error.path, error.message, error.place)
  if (!(error instanceof QueryFailure)) return error
  if (error.code === 'timeout') return new Problem('query_timeout', error.message, { cause: error })
  return new Problem('busy', 'This question got no answer just now. Ask again in a moment.', {
    headers: { 'retry-after': '1' },
    cause: error,
  })
}
