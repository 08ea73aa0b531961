import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { emailSchema, fullNameSchema, usernameSchema } from '../../shared/account.ts'
import type { Recorder } from '../audit/record-event.ts'
import type { Accounts } from './accounts.ts'
import { endCredentials } from './end-credentials.ts'
import type { ProviderClaims } from './oidc-client.ts'
import { OidcIdentityEntity } from './oidc-identity.ts'
import { isUnclaimed } from './register-user.ts'
import { UserEntity, type UserRow } from './user.ts'
import { findUserByLogin } from './user-store.ts'

/** Why somebody whom the provider knows does not get in. */
export type Unwelcome = 'unverified' | 'unknown' | 'inactive'

/**
 * The user that somebody at the provider is: the one they were before, or the one with the e-mail address that the
 * provider vouches for, or, where the settings say so, a new one.
 */
export async function findProviderUser(
  em: EntityManager,
  accounts: Pick<Accounts, 'hasher' | 'settings'>,
  claims: ProviderClaims,
  record: Recorder,
): Promise<UserRow | Unwelcome> {
  const known = await findKnown(em, claims)
  if (known) return known.isActive ? known : 'inactive'
  const { data: email } = emailSchema.safeParse(claims.email)
  if (!email || claims.email_verified !== true) return 'unverified'
  const hashedPassword = await accounts.hasher.hash(randomBytes(32).toString('base64url'))
  return await em.transactional(async (tx) => {
    // Two who come at the same moment as the same person take turns.
    await tx.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`oidc ${email.toLowerCase()}`])
    const meanwhile = await findKnown(tx, claims)
    if (meanwhile) return meanwhile.isActive ? meanwhile : 'inactive'
    const user = await findUserByLogin(tx, email)
    if (user && !user.isActive) return 'inactive'
    if (user) return await link(tx, { user, hashedPassword, claims, record })
    if (!accounts.settings.oidc?.autoCreate || (await isUnclaimed(tx))) return 'unknown'
    return await create(tx, { email, hashedPassword, claims, record })
  })
}

async function findKnown(
  em: EntityManager,
  { iss: issuer, sub: subject }: ProviderClaims,
): Promise<UserRow | undefined> {
  const identity = await em.findOne(OidcIdentityEntity, { issuer, subject }, { populate: ['user'] })
  return identity ? await em.findOneOrFail(UserEntity, identity.user.id, { refresh: true }) : undefined
}

/**
 * Whoever has set the password of an address that was never verified may be somebody else. It ends, with all that it has
 * opened, as it would if the owner of the address had chosen a new one by mail.
 */
async function link(
  tx: EntityManager,
  {
    user,
    hashedPassword,
    claims,
    record,
  }: { user: UserRow; hashedPassword: string; claims: ProviderClaims; record: Recorder },
): Promise<UserRow> {
  const { id, emailVerified: wasVerified } = user
  if (!wasVerified) {
    // The password first: whoever signs in with it at this moment waits, and then begins no session.
    await tx.nativeUpdate(UserEntity, { id }, { hashedPassword, emailVerified: true })
    await endCredentials(tx, id)
    await tx.nativeDelete(OidcIdentityEntity, { user: id })
  }
  await insertIdentity(tx, id, claims)
  const details = { provider: claims.iss, password_ended: !wasVerified }
  await record({ action: 'auth.link', actor: { id }, target: { type: 'user', id }, details }, tx)
  return await tx.findOneOrFail(UserEntity, id, { refresh: true })
}

async function create(
  tx: EntityManager,
  {
    email,
    hashedPassword,
    claims,
    record,
  }: { email: string; hashedPassword: string; claims: ProviderClaims; record: Recorder },
): Promise<UserRow> {
  const username = await freeUsername(tx, claims.preferred_username ?? email)
  const { data: fullName = null } = fullNameSchema.safeParse(claims.name)
  const id = await tx.insert(UserEntity, { email, username, fullName, hashedPassword, emailVerified: true })
  await insertIdentity(tx, id, claims)
  const details = { provider: claims.iss, is_superuser: false }
  await record({ action: 'auth.register', actor: { id }, target: { type: 'user', id }, details }, tx)
  return await tx.findOneOrFail(UserEntity, id)
}

const insertIdentity = (tx: EntityManager, userId: string, { iss: issuer, sub: subject }: ProviderClaims) =>
  tx.insert(OidcIdentityEntity, { user: userId, issuer, subject })

/** What somebody is called elsewhere, as far as that is a username here, with a number where it is taken. */
async function freeUsername(tx: EntityManager, wish: string): Promise<string> {
  const cleaned = (wish.split('@')[0] ?? '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  const base = usernameSchema.safeParse(cleaned.slice(0, 40)).data ?? `user-${cleaned.slice(0, 40)}`
  for (const candidate of [base, ...Array.from({ length: 8 }, (_, n) => `${base}-${n + 2}`)]) {
    if (!(await findUserByLogin(tx, candidate))) return candidate
  }
  return `${base}-${randomBytes(4).toString('hex')}`
}
