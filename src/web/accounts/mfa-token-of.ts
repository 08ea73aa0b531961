import { signInProblemSchema } from '../../shared/second-factor.ts'
import { ApiProblem } from '../api/problem.ts'

/** The token to send a code with, when a sign-in was refused only because a second factor is asked for. */
export function mfaTokenOf(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.code !== 'second_factor_required') return null
  return signInProblemSchema.safeParse(error.body).data?.mfa_token ?? null
}
