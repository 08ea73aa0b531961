import type { EntityManager } from '@mikro-orm/postgresql'
import { type RawBuilder, sql } from 'kysely'
import type { User } from '../../shared/account.ts'
import { utc } from '../database/utc.ts'
import type { Settings } from '../settings.ts'
import { accountIsGone } from './user-store.ts'

/** What `presentRecord` needs of a row of `usersWithStorage`. */
export interface UserRecord {
  id: string
  email: string
  username: string
  full_name: string | null
  is_active: boolean
  is_superuser: boolean
  email_verified: boolean
  second_factor: boolean
  storage_used_bytes: string
  dataset_count: number
  quota_bytes: string | null
  last_login_at: string | null
  created_at: string
  updated_at: string
}

/** The columns of `usersWithStorage` that `presentRecord` needs. */
export const userColumns = sql`u.id, u.email, u.username, u.full_name, u.is_active, u.is_superuser,
  u.email_verified, exists (
    select from second_factors f where f.user_id = u.id and f.confirmed_at is not null
  ) as second_factor, held.storage_used_bytes, held.dataset_count, u.quota_bytes,
  ${utc(sql`u.last_login_at`)} as last_login_at, ${utc(sql`u.created_at`)} as created_at,
  ${utc(sql`u.updated_at`)} as updated_at`

/** Bytes of the originals of all datasets and versions of a user, those in the trash too; a file counts once. */
export const storageOf = (userId: RawBuilder<unknown>): RawBuilder<string> => sql<string>`(
  select coalesce(sum(files.file_size), 0) from (
    select d.file_path, d.file_size from datasets d where d.user_id = ${userId}
    union
    select v.file_path, v.file_size from datasets d join dataset_versions v on v.dataset_id = d.id
    where d.user_id = ${userId}
  ) files)`

/** Some users `u` and what each of them has `held`. */
export const usersWithStorage = (users: RawBuilder<unknown>): RawBuilder<unknown> => sql`${users} u cross join lateral (
  select ${storageOf(sql`u.id`)} as storage_used_bytes,
    (select count(*)::int from datasets d where d.user_id = u.id) as dataset_count
) held`

/** A user as the API shows them. */
export const presentRecord = (record: UserRecord, { defaultQuotaBytes }: QuotaSettings): User => ({
  ...record,
  storage_used_bytes: Number(record.storage_used_bytes),
  quota_bytes: record.quota_bytes === null ? (defaultQuotaBytes ?? null) : Number(record.quota_bytes),
  quota_is_default: record.quota_bytes === null,
})

/** The part of the settings that a user as the API shows them depends on. */
export type QuotaSettings = Pick<Settings, 'defaultQuotaBytes'>

/** The user with this id, as the API shows them. */
export async function findPresentUser(
  em: EntityManager,
  id: string,
  settings: QuotaSettings,
): Promise<User | undefined> {
  const { rows } = await sql<UserRecord>`
    select ${userColumns} from ${usersWithStorage(sql`users`)} where u.id = ${id}`.execute(em.getKysely())
  return rows[0] && presentRecord(rows[0], settings)
}

/** A person as they see themselves. They may have been deleted within the second that a request still gets through. */
export async function presentUser(em: EntityManager, { id }: { id: string }, settings: QuotaSettings): Promise<User> {
  const user = await findPresentUser(em, id, settings)
  if (!user) throw accountIsGone()
  return user
}
