import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Invitation, InvitationRequest } from '../../shared/invitations.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { InvitationEntity } from './invitation.ts'
import { hashSecret } from './refresh-token.ts'

/** What an invitation lets somebody be. */
export interface OpenedInvitation {
  id: string
  email: string | null
  isSuperuser: boolean
}

const hour = 60 * 60_000

/** Makes an invitation; its token is known here and never again. */
export async function createInvitation(
  em: EntityManager,
  { email, is_superuser, expires_in_hours }: InvitationRequest,
  { userId, now }: { userId: string; now: number },
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now + expires_in_hours * hour)
  const id = await em.insert(InvitationEntity, {
    createdBy: userId,
    tokenHash: hashSecret(token),
    email: email ?? null,
    isSuperuser: is_superuser,
    expiresAt,
  })
  return { id, token, expiresAt }
}

/** The invitations that can still be used, the newest first. */
export async function listInvitations(
  em: EntityManager,
  { limit, offset, now }: { limit: number; offset: number; now: Date },
): Promise<[Invitation[], number]> {
  const [rows, total] = await em.findAndCount(
    InvitationEntity,
    { expiresAt: { $gt: now }, createdBy: { isActive: true, isSuperuser: true } },
    { populate: ['createdBy'], orderBy: { createdAt: 'desc', id: 'asc' }, limit, offset },
  )
  const items = rows.map(({ id, email, isSuperuser, createdBy, createdAt, expiresAt }) => ({
    id,
    email: email ?? null,
    is_superuser: isSuperuser,
    created_by: { id: createdBy.id, username: createdBy.username },
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
  }))
  return [items, total]
}

/** Ends an invitation; says whether there was one. */
export async function deleteInvitation(em: EntityManager, id: string): Promise<boolean> {
  return (await em.nativeDelete(InvitationEntity, { id })) > 0
}

const isGood = `token_hash = ? and expires_at > ?::timestamptz and exists (
  select from users u where u.id = created_by and u.is_active and u.is_superuser)`
const columns = 'id, email, is_superuser as "isSuperuser"'

/** Throws unless this token is of an invitation that can be used, for this address. */
export async function checkInvitation(em: EntityManager, attempt: InvitationAttempt): Promise<void> {
  const values = [hashSecret(attempt.token), attempt.now.toISOString()]
  const [found] = await em.execute<OpenedInvitation[]>(`select ${columns} from invitations where ${isGood}`, values)
  refuseUnlessFor(found, attempt.email)
}

/** Uses an invitation up; of all who come with it at the same moment one gets it. */
export async function takeInvitation(em: EntityManager, attempt: InvitationAttempt): Promise<OpenedInvitation> {
  const values = [hashSecret(attempt.token), attempt.now.toISOString()]
  const sql = `delete from invitations where ${isGood} returning ${columns}`
  const [taken] = await em.execute<OpenedInvitation[]>(sql, values)
  return refuseUnlessFor(taken, attempt.email)
}

interface InvitationAttempt {
  token: string
  /** The address that somebody wants to register with. */
  email: string
  now: Date
}

function refuseUnlessFor(invitation: OpenedInvitation | undefined, email: string): OpenedInvitation {
  if (!invitation) {
    throw new Problem(
      'registration_closed',
      'This invitation has been used, taken back, or is too old. Ask for a new one.',
    )
  }
  if (invitation.email !== null && invitation.email.toLowerCase() !== email.toLowerCase()) {
    throw invalid('email', 'This invitation is for another e-mail address.')
  }
  return invitation
}
