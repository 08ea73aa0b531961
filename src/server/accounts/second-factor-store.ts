import type { EntityManager } from '@mikro-orm/postgresql'
import type { Accounts } from './accounts.ts'
import { hashRecoveryCode } from './recovery-codes.ts'
import { SecondFactorEntity, type SecondFactorRow } from './second-factor.ts'
import { stepOfCode } from './totp.ts'

/** What a code was. */
export type UsedCode = 'totp' | 'recovery_code'

/** Keeps a new secret that waits for its first code; says whether it could: not while a confirmed one is there. */
export async function keepNewSecret(em: EntityManager, userId: string, sealedSecret: string): Promise<boolean> {
  const kept = await em.execute<unknown[]>(
    `insert into second_factors (user_id, sealed_secret) values (?, ?)
     on conflict (user_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0
     where second_factors.confirmed_at is null returning id`,
    [userId, sealedSecret],
  )
  return kept.length > 0
}

/** The second factor of a user, whether it is confirmed or still being set up. */
export async function findSecondFactor(em: EntityManager, userId: string): Promise<SecondFactorRow | null> {
  return await em.findOne(SecondFactorEntity, { user: userId }, { refresh: true })
}

/** Makes a second factor count; says whether it was this secret that waited. */
export async function confirmSecondFactor(
  em: EntityManager,
  { id, sealedSecret }: SecondFactorRow,
  confirmed: { lastStep: number; recoveryHashes: string[]; confirmedAt: Date },
): Promise<boolean> {
  return (await em.nativeUpdate(SecondFactorEntity, { id, sealedSecret, confirmedAt: null }, confirmed)) > 0
}

/** Whether the second factor was turned on in this session, so that its codes tell no more than the session does. */
export async function wasSetUpIn(em: EntityManager, sessionId: string | null): Promise<boolean> {
  const found = await em.execute<unknown[]>(
    `select from sessions s join second_factors f on f.user_id = s.user_id
     where s.id = ? and f.confirmed_at >= s.created_at`,
    [sessionId],
  )
  return found.length > 0
}

/** How many recovery codes are left, and since when there is a second factor; undefined without a confirmed one. */
export async function findRecoveryState(
  em: EntityManager,
  userId: string,
): Promise<{ confirmedAt: Date; recoveryCodesLeft: number } | undefined> {
  const factor = await findSecondFactor(em, userId)
  if (!factor?.confirmedAt) return undefined
  return { confirmedAt: factor.confirmedAt, recoveryCodesLeft: factor.recoveryHashes.length }
}

/** Has other recovery codes take the place of those there were; says whether there is a confirmed second factor. */
export async function replaceRecoveryCodes(em: EntityManager, userId: string, hashes: string[]): Promise<boolean> {
  const where = { user: userId, confirmedAt: { $ne: null } }
  return (await em.nativeUpdate(SecondFactorEntity, where, { recoveryHashes: hashes })) > 0
}

/** Takes the second factor of a user away, also one that is only being set up; says whether a confirmed one was there. */
export async function removeSecondFactor(em: EntityManager, userId: string): Promise<boolean> {
  const removed = await em.execute<{ confirmed: boolean }[]>(
    'delete from second_factors where user_id = ? returning confirmed_at is not null as confirmed',
    [userId],
  )
  return removed.some(({ confirmed }) => confirmed)
}

/**
 * Uses a code up: the second of two who come with the same one is refused, at whatever distance. Undefined for a code
 * that is wrong, was used before, or of somebody without a confirmed second factor.
 */
export async function spendCode(
  em: EntityManager,
  { now, secretBox }: Pick<Accounts, 'now' | 'secretBox'>,
  userId: string,
  code: string,
): Promise<UsedCode | undefined> {
  const factor = await findSecondFactor(em, userId)
  if (!factor?.confirmedAt) return undefined
  const recoveryHash = hashRecoveryCode(code)
  if (recoveryHash) return (await spendRecoveryCode(em, factor.id, recoveryHash)) ? 'recovery_code' : undefined
  const step = stepOfCode(secretBox.open(factor.sealedSecret, userId), code, now())
  if (step === undefined) return undefined
  const { id, sealedSecret } = factor
  const used = await em.nativeUpdate(
    SecondFactorEntity,
    { id, sealedSecret, lastStep: { $lt: step } },
    { lastStep: step },
  )
  return used > 0 ? 'totp' : undefined
}

async function spendRecoveryCode(em: EntityManager, id: string, hash: string): Promise<boolean> {
  const spent = await em.execute<unknown[]>(
    `update second_factors set recovery_hashes = array_remove(recovery_hashes, ?)
     where id = ? and ? = any(recovery_hashes) returning id`,
    [hash, id, hash],
  )
  return spent.length > 0
}
