import { ApiProblem } from '../api/problem.ts'

const fieldOfCode: Record<string, string> = {
  email_taken: 'email',
  username_taken: 'username',
  weak_password: 'password',
}

/** Which sentence belongs to which field of a form, or none when the failure belongs to no field. */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  const found: Record<string, string> = {}
  for (const { path, message } of error.body.errors ?? []) {
    const field = path.split(/[./]/).at(-1) ?? ''
    if (fields.includes(field)) found[field] ??= message
  }
  const field = fieldOfCode[error.code]
  if (field && fields.includes(field)) found[field] ??= error.message
  return found
}
