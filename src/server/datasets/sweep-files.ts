import { opendir, rm } from 'node:fs/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import {
  absolutePath,
  incomingDirectory,
  originalsDirectory,
  rowListsDirectory,
  tablesDirectory,
  workDirectory,
} from './stored-file.ts'

/** What a sweep removed, as paths relative to the home. */
export type Swept = string[]

interface SweepOutside {
  /** Throws when the rows that were just asked are not those of this home. */
  checkHome?: () => Promise<void>
  /** Is told of a file just before it goes. */
  beforeRemoval?: (file: string) => void
}

const namesAtOnce = 1_000

/**
 * Removes the files that no row knows. A row always comes before its file (an upload, an attempt) and what takes over from
 * it is committed in the same transaction, so a name that was listed before the rows were asked, and that they do not know,
 * belongs to nobody: no time has to pass to be sure.
 */
export const sweepFiles = async (
  db: Db,
  home: Home,
  { checkHome = async () => {}, beforeRemoval = () => {} }: SweepOutside = {},
): Promise<Swept> => {
  const swept: Swept = []
  for (const [directory, isKnown] of places) {
    for await (const names of listNames(absolutePath(home, directory))) {
      const { rows } = await sql<{ name: string }>`
        select name from unnest(${names}::text[]) name where not exists (${isKnown})`.execute(db)
      if (rows.length > 0) await checkHome()
      for (const { name } of rows) {
        const path = `${directory}/${name}`
        beforeRemoval(absolutePath(home, path))
        await rm(absolutePath(home, path), { recursive: true, force: true })
        swept.push(path)
      }
    }
  }
  return swept
}

const idOf = sql`substring(name from 1 for 36)`
/** The attempt in `<version>-<attempt>` and `<version>-<attempt>.parquet`. */
const ofAttempt = sql`select from dataset_versions v where v.id::text = ${idOf}
  and v.status = 'processing' and substring(name from '^.{36}-(\\d{1,9})') = v.attempt::text`

/** A table file, or one that stands beside it, is called `table`. */
const ofTable = (table: RawBuilder<unknown>) => sql`select from dataset_versions
  where table_path = ${`${tablesDirectory}/`} || regexp_replace(${table}, '\\.(rejects|source)\\.parquet$', '.parquet')`

const places = [
  [incomingDirectory, sql`select from uploads where id::text = ${idOf}`],
  [
    originalsDirectory,
    sql`select from uploads where id::text = ${idOf}
      union all select from datasets where filename = name
      union all select from dataset_versions where file_path = ${`${originalsDirectory}/`} || name`,
  ],
  [tablesDirectory, sql`${ofAttempt} union all ${ofTable(sql`name`)}`],
  [rowListsDirectory, ofTable(sql`split_part(name, '~', 1)`)],
  [workDirectory, ofAttempt],
] as const

async function* listNames(directory: string): AsyncGenerator<string[]> {
  let names: string[] = []
  for await (const { name } of await opendir(directory)) {
    names.push(name)
    if (names.length < namesAtOnce) continue
    yield names
    names = []
  }
  if (names.length > 0) yield names
}

/**
 * Removes the rows whose time is over: what lies in the trash too long, and uploads that nobody sends any more. One in
 * `live` is still being sent, however long that takes.
 */
export const expireRows = async (db: Db, trashDays: number, live: ReadonlySet<string>): Promise<void> => {
  await sql`delete from datasets where deleted_at < now() - make_interval(days => ${trashDays})`.execute(db)
  await sql`delete from uploads where expires_at < now() and id <> all(${[...live]}::uuid[])`.execute(db)
  await sql`delete from idempotency_keys where created_at < now() - interval '7 days'`.execute(db)
}

/**
 * Forgets the uploads that end with their request and whose request has ended: all of them when a server starts. A request
 * is in `live` before its row is in the table, so a row that was read and is not in `live` afterwards is nobody's.
 */
export const forgetBrokenUploads = async (db: Db, live: ReadonlySet<string>): Promise<void> => {
  const { rows } = await sql<{ id: string }>`select id from uploads where not resumable`.execute(db)
  const broken = rows.map(({ id }) => id).filter((id) => !live.has(id))
  if (broken.length > 0) await sql`delete from uploads where id = any(${broken}::uuid[])`.execute(db)
}
