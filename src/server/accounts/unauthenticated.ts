import { Problem } from '../http/problem-error.ts'

type Reason = 'not_authenticated' | 'token_expired' | 'session_ended' | 'wrong_credentials' | 'second_factor_required'

/** A 401, which always says that a bearer token is what is asked for. */
export function unauthenticated(reason: Reason, detail: string, extra: Record<string, unknown> = {}): Problem {
  const challenge = reason === 'token_expired' ? 'Bearer error="invalid_token"' : 'Bearer'
  return new Problem(reason, detail, { headers: { 'www-authenticate': challenge }, extra })
}
