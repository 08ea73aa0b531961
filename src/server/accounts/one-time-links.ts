import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { LinkPurpose } from './one-time-link.ts'
import { hashSecret } from './refresh-token.ts'

/** What somebody who opened a link may do, and for whom. */
export interface OpenedLink {
  purpose: LinkPurpose
  userId: string
  /** The address that the link was mailed to; null when it was handed over otherwise. */
  email: string | null
}

const createSql = `
  insert into one_time_links (purpose, user_id, token_hash, email, expires_at)
  values (:purpose, :userId, :tokenHash, :email, :expiresAt::timestamptz)
  on conflict (user_id, purpose) do update set
    token_hash = excluded.token_hash, email = excluded.email, expires_at = excluded.expires_at, created_at = now()`

const matching = 'from one_time_links where token_hash = ? and purpose in (?) and expires_at > ?::timestamptz'
const columns = 'purpose, user_id as "userId", email'

/**
 * Makes the token of a link: 256 random bits, of which the database has a hash. It ends the link of the same purpose that
 * this user had.
 */
export async function createOneTimeLink(
  em: EntityManager,
  link: { purpose: LinkPurpose; userId: string; lastsMs: number; now: Date; email?: string | undefined },
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(link.now.getTime() + link.lastsMs)
  const { purpose, userId, email = null } = link
  await em.execute(createSql, {
    purpose,
    userId,
    email,
    tokenHash: hashSecret(token),
    expiresAt: expiresAt.toISOString(),
  })
  return { token, expiresAt }
}

/** What a token is good for, without using it up; undefined for one that is unknown, used, replaced or too old. */
export async function findOneTimeLink(
  em: EntityManager,
  purposes: LinkPurpose[],
  { token, now }: { token: string; now: Date },
): Promise<OpenedLink | undefined> {
  const values = [hashSecret(token), purposes, now.toISOString()]
  const [link] = await em.execute<OpenedLink[]>(`select ${columns} ${matching}`, values)
  return link
}

/** Uses a token up: of all who come with it at the same moment one gets the link, the others get undefined. */
export async function takeOneTimeLink(
  em: EntityManager,
  purposes: LinkPurpose[],
  { token, now }: { token: string; now: Date },
): Promise<OpenedLink | undefined> {
  const values = [hashSecret(token), purposes, now.toISOString()]
  const [link] = await em.execute<OpenedLink[]>(`delete ${matching} returning ${columns}`, values)
  return link
}

/** Ends the links of a user that nobody has opened yet. */
export async function endOneTimeLinks(em: EntityManager, userId: string, purposes: LinkPurpose[]): Promise<void> {
  await em.execute('delete from one_time_links where user_id = ? and purpose in (?)', [userId, purposes])
}

/** The address of a page that takes a token. Browsers keep what follows the # to themselves, so no log has it. */
export function linkTo(origin: string, path: `/${string}`, token: string): string {
  return `${origin}${path}#${token}`
}
