import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { absolutePath, originalPath, storedName, syncEntry } from './stored-file.ts'

/**
 * Has `place` put bytes under a name of their own for `use`, which makes them somebody's. Until then a row of `uploads`,
 * whose id `use` gets, knows the name.
 */
export const keepOriginal = async <T>(
  db: Db,
  home: Home,
  file: { userId: string; name: string; bytes: number; place: (path: string) => Promise<void> },
  use: (id: string) => Promise<T>,
): Promise<T> => {
  const { userId, name, bytes, place } = file
  const id = randomUUID()
  const stored = originalPath(storedName(id, name))
  await sql`insert into uploads (id, user_id, original_filename, file_path, length, expires_at)
    values (${id}, ${userId}, ${name}, ${stored}, ${bytes}, now() + interval '10 minutes')`.execute(db)
  try {
    await place(absolutePath(home, stored))
    await syncEntry(absolutePath(home, stored))
    return await use(id)
  } catch (error) {
    await sql`delete from uploads where id = ${id}`.execute(db)
    throw error
  }
}
