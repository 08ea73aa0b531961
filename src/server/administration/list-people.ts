import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { User } from '../../shared/account.ts'
import type { PeopleQuery } from '../../shared/people.ts'
import {
  presentRecord,
  type QuotaSettings,
  type UserRecord,
  userColumns,
  usersWithStorage,
} from '../accounts/present-user.ts'
import type { Db } from '../database/db.ts'

/** What a page is cut from (`page`) and how its rows stand in the answer (`answer`). */
interface SortKey {
  page: RawBuilder<unknown>
  answer?: RawBuilder<unknown>
  mayBeNull?: boolean
}

const sortKeys: Record<string, SortKey> = {
  created_at: { page: sql`u.created_at` },
  username: { page: sql`lower(u.username)` },
  email: { page: sql`lower(u.email)` },
  full_name: { page: sql`lower(u.full_name)`, mayBeNull: true },
  last_login_at: { page: sql`u.last_login_at`, mayBeNull: true },
  storage_used_bytes: { page: sql`coalesce(stored.bytes, 0)`, answer: sql`held.storage_used_bytes` },
}

/** What everybody stores, added up once; asking for each of ten thousand people would take seconds. */
const joinedToStored = sql`left join (
  select user_id, sum(file_size) as bytes from (
    select d.user_id, d.file_path, d.file_size from datasets d
    union
    select d.user_id, v.file_path, v.file_size from datasets d join dataset_versions v on v.dataset_id = d.id
  ) files group by user_id
) stored on stored.user_id = u.id`

const conditionsOf = ({ q, is_active, is_superuser }: PeopleQuery): RawBuilder<SqlBool> => {
  const conditions = [sql<SqlBool>`true`]
  if (is_active !== undefined) conditions.push(sql`u.is_active = ${is_active}`)
  if (is_superuser !== undefined) conditions.push(sql`u.is_superuser = ${is_superuser}`)
  for (const word of q?.split(/\s+/).filter(Boolean) ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(sql`concat_ws(' ', u.email, u.username, u.full_name) ilike ${pattern}`)
  }
  return sql.join(conditions, sql` and `)
}

/** The statement of a page. Storage is added up for the people on it alone, unless it decides who is on it. */
export const peopleStatement = (query: PeopleQuery) => {
  const name = query.sort.replace('-', '')
  const { page, answer = page, mayBeNull } = sortKeys[name] ?? { page: sql`u.created_at` }
  const direction = sql.raw(query.sort.startsWith('-') ? 'desc' : 'asc')
  const nulls = sql.raw(mayBeNull ? ' nulls last' : '')
  const orderBy = (key: RawBuilder<unknown>) => sql`${key} ${direction}${nulls}, u.id ${direction}`
  const where = conditionsOf(query)
  const people = sql`(
    select u.* from users u ${name === 'storage_used_bytes' ? joinedToStored : sql``} where ${where}
    order by ${orderBy(page)} limit ${query.limit} offset ${query.offset})`
  return sql<UserRecord & { total: number }>`
    select ${userColumns}, (select count(*)::int from users u where ${where}) as total
    from ${usersWithStorage(people)} order by ${orderBy(answer)}`
}

/** A page of everybody who has an account, and how many there are in all. */
export const listPeople = async (
  db: Db,
  query: PeopleQuery,
  settings: QuotaSettings,
): Promise<{ items: User[]; total: number; limit: number; offset: number }> => {
  const { limit, offset } = query
  const { rows } = await peopleStatement(query).execute(db)
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countPeople(db, query))
  return { items: rows.map(({ total: _, ...record }) => presentRecord(record, settings)), total, limit, offset }
}

/** A page beyond the last person has no rows, and so no total. */
const countPeople = async (db: Db, query: PeopleQuery): Promise<number> => {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from users u where ${conditionsOf(query)}`.execute(db)
  return rows[0]?.total ?? 0
}
