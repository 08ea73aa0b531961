import { randomBytes } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { NewPerson } from '../../shared/people.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { createOneTimeLink } from '../accounts/one-time-links.ts'
import { claim, refuseTaken } from '../accounts/register-user.ts'
import { Problem } from '../http/problem-error.ts'

/** What it takes to make accounts and links. */
export type PeopleOutside = Pick<Accounts, 'hasher' | 'passwordStrength' | 'now'>

const day = 24 * 60 * 60_000

/** How long the links last that an administrator hands over, in milliseconds. */
export const handedLinkMs = { set_up: 7 * day, reset_password: day }

/** Somebody who has an account now; without a password the token of the link by which they choose one. */
export interface CreatedUser {
  id: string
  isSuperuser: boolean
  link: { token: string; expiresAt: Date } | undefined
}

/**
 * Makes an account for somebody else. The first one of an installation is a superuser here too. Runs in a transaction of
 * the caller.
 */
export async function createPerson(
  em: EntityManager,
  { hasher, passwordStrength, now }: PeopleOutside,
  person: NewPerson,
): Promise<CreatedUser> {
  const { email, username, full_name: fullName = null, password } = person
  await refuseTaken(em, person)
  if (password !== undefined) await passwordStrength.refuseWeak('password', password, [email, username, fullName])
  const hashedPassword = await hasher.hash(password ?? randomBytes(32).toString('base64url'))
  const isSuperuser = (await claim(em)) || person.is_superuser
  const [inserted] = await em.execute<{ id: string }[]>(
    `insert into users (email, username, hashed_password, full_name, is_superuser) values (?, ?, ?, ?, ?)
     on conflict do nothing returning id`,
    [email, username, hashedPassword, fullName, isSuperuser],
  )
  if (!inserted) {
    await refuseTaken(em, person)
    throw new Problem('conflict', 'Somebody is registering that name at this moment. Try again.')
  }
  return {
    id: inserted.id,
    isSuperuser,
    link: password === undefined ? await linkFor(em, inserted.id, 'set_up', now) : undefined,
  }
}

/** Makes the link by which somebody chooses a password; the one they had of the same kind ends. */
export async function linkFor(
  em: EntityManager,
  userId: string,
  purpose: keyof typeof handedLinkMs,
  now: () => number,
): Promise<{ token: string; expiresAt: Date }> {
  return await createOneTimeLink(em, { purpose, userId, lastsMs: handedLinkMs[purpose], now: new Date(now()) })
}
