import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from './database/db.ts'
import { absolutePath, originalsDirectory, syncEntry, tablesDirectory } from './datasets/stored-file.ts'
import type { Home } from './home.ts'
import { OperatorError } from './operator-error.ts'
import { replaceFile } from './replace-file.ts'

/**
 * Makes sure that the home and the database belong together, before anything is done to a file: what no row knows is
 * deleted, and another database knows nothing. A home without files becomes the database's own, and so does one from
 * before homes were bound, when the database knows one of its files.
 */
export const bindHome = async ({ db, home }: { db: Db; home: Home }): Promise<void> => {
  const id = await findInstallation(db)
  const bound = await readIfThere(bindingOf(home))
  if (id !== undefined && bound === id) return
  if (id === undefined || bound !== undefined || ((await hasFiles(home)) && !(await knowsAFile(db, home)))) {
    throw new OperatorError(
      `The home ${home.root} belongs to another database. Check DATABASE_URL; no file was changed. If you have moved to this database on purpose and want to keep the files of this home, restore its rows first.`,
    )
  }
  await replaceFile(bindingOf(home), `${id}\n`)
  await syncEntry(bindingOf(home))
}

/** Throws when the database is not any more what it was when the home was bound: emptied or exchanged meanwhile. */
export const checkHome = async ({ db, home }: { db: Db; home: Home }): Promise<void> => {
  const id = await findInstallation(db)
  if (id !== undefined && (await readIfThere(bindingOf(home))) === id) return
  throw new OperatorError(
    `The database is not the one that the home ${home.root} belongs to any more. No file is deleted; restore the database, or start DataLens again.`,
  )
}

const bindingOf = (home: Home): string => join(home.root, 'installation')

const findInstallation = async (db: Db): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`select id::text from installation`.execute(db)
  return rows[0]?.id
}

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const hasFiles = async (home: Home): Promise<boolean> => {
  for (const directory of [originalsDirectory, tablesDirectory]) {
    if ((await namesIn(home, directory)).length > 0) return true
  }
  return false
}

const knowsAFile = async (db: Db, home: Home): Promise<boolean> => {
  const paths = (await namesIn(home, originalsDirectory)).map((name) => `${originalsDirectory}/${name}`)
  const { rows } = await sql<{ knows: boolean }>`select exists (
    select from dataset_versions where file_path = any(${paths}::text[])) as knows`.execute(db)
  return rows[0]?.knows === true
}

const namesIn = (home: Home, directory: string): Promise<string[]> =>
  readdir(absolutePath(home, directory)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
