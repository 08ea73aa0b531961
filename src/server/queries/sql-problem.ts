import { QueryFailure } from '../../engine/query/query-failure.ts'
import { SqlError } from '../../engine/sql/sql-error.ts'
import { asQueryProblem } from '../datasets/query-problem.ts'
import { Problem } from '../http/problem-error.ts'

/** What a person hears when their SQL got no answer. */
export const asSqlProblem = (error: unknown): unknown => {
  if (error instanceof SqlError) {
    const { message, place } = error
    return new Problem('sql_error', message, { errors: [{ path: 'sql', message, ...place }], cause: error })
  }
  if (!(error instanceof QueryFailure) || (error.code !== 'crowded' && error.code !== 'busy')) {
    return asQueryProblem(error)
  }
  const code = error.code === 'crowded' ? 'too_many_requests' : 'busy'
  return new Problem(code, error.message, { headers: { 'retry-after': '5' }, cause: error })
}
