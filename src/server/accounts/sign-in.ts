import type { EntityManager } from '@mikro-orm/postgresql'
import type { z } from 'zod'
import type { loginSchema } from '../../shared/account.ts'
import { inactive } from './authentication.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { beginSession, type Continued, type Device } from './session-store.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity } from './user.ts'
import { findUserByLogin } from './user-store.ts'

/** Checks a password and begins a session. An unknown name and a wrong password are one answer, after the same time. */
export async function signIn(
  em: EntityManager,
  {
    login: { login, password, remember },
    device,
    hasher,
    now,
  }: { login: z.output<typeof loginSchema>; device: Device; hasher: PasswordHasher; now: Date },
): Promise<Continued> {
  const found = await findUserByLogin(em, login)
  const isRight = await hasher.verify(password, found?.hashedPassword ?? null)
  if (!found || !isRight) throw wrongCredentials()
  if (!found.isActive) throw inactive()
  const hashedPassword = hasher.isOutdated(found.hashedPassword) ? await hasher.hash(password) : found.hashedPassword

  return await em.transactional(async (tx) => {
    const stillSo = { id: found.id, isActive: true, hashedPassword: found.hashedPassword }
    if ((await tx.nativeUpdate(UserEntity, stillSo, { lastLoginAt: now, hashedPassword })) === 0)
      throw wrongCredentials()
    const user = await tx.findOneOrFail(UserEntity, found.id, { refresh: true })
    return await beginSession(tx, { user, isRemembered: remember, device, now })
  })
}

const wrongCredentials = () =>
  unauthenticated('wrong_credentials', 'No account has this name and password. Check both and try again.')
