import { sql } from 'kysely'
import type { Person } from '../../shared/sharing.ts'
import type { Db } from '../database/db.ts'

/** Active people other than `userId` whose username, or a word of whose full name, begins with `q`; and how many. */
export const findPeople = async (
  db: Db,
  userId: string,
  { q, limit }: { q: string; limit: number },
): Promise<{ items: Person[]; total: number; limit: number; offset: number }> => {
  const begin = `${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Person & { total: number }>`
    select id, username, full_name, (count(*) over ())::int as total from users
    where is_active and id <> ${userId}
      and (lower(username) like ${begin} or lower(full_name) like ${begin} or lower(full_name) like ${`% ${begin}`})
    order by lower(username) like ${begin} desc, lower(coalesce(full_name, username)), id limit ${limit}`.execute(db)
  return { items: rows.map(({ total: _, ...person }) => person), total: rows[0]?.total ?? 0, limit, offset: 0 }
}
