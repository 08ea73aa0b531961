import { type AuditAction, type AuditEvent, auditActions } from '../../shared/audit.ts'
import { shortId } from './short-id.ts'

/** Who did it, as the list says it. */
export const whoOf = ({ actor, command }: AuditEvent): string =>
  actor ? (actor.username ?? actor.email ?? 'somebody who is gone') : (command ?? 'nobody signed in')

/** What was done, in words; the name of the action for one that this page does not know. */
export const actionWords = (action: string): string =>
  Object.hasOwn(auditActions, action) ? auditActions[action as AuditAction] : action

const reasons: Record<string, string> = {
  wrong_password: 'wrong password',
  unknown_name: 'no such account',
  inactive: 'deactivated account',
  too_many_attempts: 'too many attempts',
  email_taken: 'e-mail taken',
  username_taken: 'username taken',
  registration_closed: 'not invited',
  wrong_code: 'wrong code',
  not_found: 'nobody has this name',
  weak_password: 'too easy a password',
  invalid: 'a value that cannot be used',
  conflict: 'as things are it cannot be',
  scope_missing: 'a token without the scope',
  forbidden: 'not an administrator',
  last_superuser: 'the last administrator',
}

/** Why it failed, in words; undefined when it did not, or nobody knows. */
export const reasonOf = ({ outcome, details }: AuditEvent): string | undefined => {
  if (outcome === 'success' || typeof details.reason !== 'string') return undefined
  return reasons[details.reason] ?? details.reason.replaceAll('_', ' ')
}

/** What it was done to: by the names of that moment where the event has them, else by the beginning of its id. */
export const targetOf = ({ target, details, actor }: AuditEvent): string => {
  if (!target) return ''
  const { type, id } = target
  const owner = target.username ?? textOf(details.username) ?? target.email ?? textOf(details.email)
  if (type === 'user') return id === actor?.id ? 'their own account' : `user ${owner ?? shortId(id)}`
  if (type === 'invitation')
    return textOf(details.email) ? `invitation of ${details.email}` : `invitation ${shortId(id)}`
  const name = [type, textOf(details.name) ?? shortId(id)].join(' ')
  return owner === undefined || owner === actor?.username ? name : `${name} of ${owner}`
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** One detail as a text for people. */
export const detailText = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(detailText).join(', ') : JSON.stringify(value)
