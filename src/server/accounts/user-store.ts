import { raw } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { User } from '../../shared/account.ts'
import type { CurrentUser } from './authentication.ts'
import { unauthenticated } from './unauthenticated.ts'
import { UserEntity, type UserRow } from './user.ts'

/** The user with this e-mail address or username, however it is written; no username has an @. */
export async function findUserByLogin(em: EntityManager, login: string): Promise<UserRow | null> {
  const column = login.includes('@') ? 'email' : 'username'
  return await em.findOne(UserEntity, { [raw(`lower(${column})`)]: raw('lower(?)', [login]) })
}

/** The row of who sends a request. They may have been deleted within the second that a request still gets through. */
export async function getCurrentUser(em: EntityManager, { id }: CurrentUser): Promise<UserRow> {
  const user = await em.findOne(UserEntity, id)
  if (!user) throw unauthenticated('not_authenticated', 'This account does not exist any more.')
  return user
}

/** Bytes of all datasets of a user, those in the trash too. */
async function sumStorage(em: EntityManager, userId: string): Promise<number> {
  const sql = 'select coalesce(sum(file_size), 0)::text as bytes from datasets where user_id = ?'
  const [sum] = await em.execute<{ bytes: string }[]>(sql, [userId])
  return Number(sum?.bytes ?? 0)
}

/** A user as they see themselves. */
export async function presentUser(em: EntityManager, user: UserRow): Promise<User> {
  return {
    id: user.id,
    email: user.email,
    username: user.username,
    full_name: user.fullName ?? null,
    is_active: user.isActive,
    is_superuser: user.isSuperuser,
    email_verified: false,
    second_factor: false,
    storage_used_bytes: await sumStorage(em, user.id),
    quota_bytes: null,
    last_login_at: user.lastLoginAt?.toISOString() ?? null,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
  }
}
