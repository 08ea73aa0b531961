import { randomUUID } from 'node:crypto'
import { link } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { absolutePath, originalPath, storedName, syncEntry } from './stored-file.ts'

/**
 * Gives the bytes of an original a second name for `use`, which makes them somebody's; so that whatever is made of them can
 * go its own way. Until then a row of `uploads`, whose id `use` gets, knows the name.
 */
export const linkOriginal = async <T>(
  db: Db,
  home: Home,
  { userId, name, path, bytes }: { userId: string; name: string; path: string; bytes: number },
  use: (id: string) => Promise<T>,
): Promise<T> => {
  const id = randomUUID()
  const stored = originalPath(storedName(id, name))
  await sql`insert into uploads (id, user_id, original_filename, file_path, length, expires_at)
    values (${id}, ${userId}, ${name}, ${stored}, ${bytes}, now() + interval '10 minutes')`.execute(db)
  try {
    await link(absolutePath(home, path), absolutePath(home, stored))
    await syncEntry(absolutePath(home, stored))
    return await use(id)
  } catch (error) {
    await sql`delete from uploads where id = ${id}`.execute(db)
    throw error
  }
}
