import type { Revision } from '../server/database/migrations.ts'
import { OperatorError } from '../server/operator-error.ts'

/** The name of the one revision that a person means by its name or a part of it. */
export function chooseRevision(revisions: Revision[], text: string): string {
  const exact = revisions.find(({ name }) => name === text)
  if (exact) return exact.name
  const matches = revisions.filter(({ name }) => name.includes(text))
  const [only, ...others] = matches
  if (only && others.length === 0) return only.name
  const found = only ? `Several revisions match "${text}"` : `No revision matches "${text}"`
  throw new OperatorError(`${found}: ${(only ? matches : revisions).map(({ name }) => name).join(', ')}`)
}
