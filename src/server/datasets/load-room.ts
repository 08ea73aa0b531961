import { readdir, readFile, stat, statfs, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import { unfinishedTable } from '../../engine/ingest/unfinished-table.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import { formatBytes } from '../../shared/format-bytes.ts'
import { type Db, inTransaction } from '../database/db.ts'
import type { Home } from '../home.ts'
import { bytesOfLoad } from './bytes-of-load.ts'
import { type DiskState, marginOf } from './disk-space.ts'
import { absolutePath, tablesDirectory, workDirectory } from './stored-file.ts'

/** Stands in the work directory of a load and says how many bytes it may come to write; it goes with the directory. */
const noteName = 'room'
/** An upload that has written nothing for so long is not coming in. */
const standstillMs = 120_000

/** There is no room while other loads are under way, and there may be when they have ended. */
export class RoomTakenError extends UnreadableFileError {}

/** The disk of the files; what loads under way may still write is not free any more. */
export const diskBesideLoads = async (
  home: Home,
  exceptWorkDir?: string,
): Promise<DiskState & { promised: number }> => {
  const [{ bavail, blocks, bsize }, promised] = await Promise.all([
    statfs(home.files),
    promisedToLoads(home, exceptWorkDir),
  ])
  return { free: bavail * bsize - promised, size: blocks * bsize, promised }
}

/**
 * Keeps room for a load until its work directory goes, or throws `no_space`; `RoomTakenError` when waiting may help.
 * Loads of all processes ask one after the other, so that of two that do not fit together one is done; what uploads under
 * way have announced is not theirs.
 */
export const holdRoomForLoad = async (
  db: Db,
  home: Home,
  load: { workDir: string; file: string; fileName: string; fileSize: number },
): Promise<void> => {
  const needed = await bytesOfLoad(load)
  await inTransaction(db, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('room for loads'))`.execute(transaction)
    const [disk, uploads] = await Promise.all([
      diskBesideLoads(home, load.workDir),
      promisedToUploads(transaction, home),
    ])
    const room = disk.free - marginOf(disk) - uploads
    if (needed > room) {
      const Reason = needed > room + disk.promised ? UnreadableFileError : RoomTakenError
      throw new Reason('no_space', noRoom(needed, Math.max(0, room)))
    }
    await writeFile(join(load.workDir, noteName), String(needed))
  })
}

const noRoom = (needed: number, room: number) =>
  `There is not enough room on the disk to read this file: about ${formatBytes(needed)} needed, ${formatBytes(room)} free. The file is kept; make room and read it again.`

const promisedToLoads = async (home: Home, exceptWorkDir?: string): Promise<number> => {
  const works = absolutePath(home, workDirectory)
  const names = await readdir(works).catch(() => [])
  const others = names.map((name) => join(works, name)).filter((directory) => directory !== exceptWorkDir)
  return sum(await Promise.all(others.map((directory) => stillToWrite(home, directory))))
}

const stillToWrite = async (home: Home, workDir: string): Promise<number> => {
  const promised = Number(await readFile(join(workDir, noteName), 'utf8').catch(() => 0))
  if (promised === 0) return 0
  const table = join(absolutePath(home, tablesDirectory), `${basename(workDir)}.parquet`)
  const aside = await readdir(workDir, { recursive: true }).catch(() => [])
  const files = [table, unfinishedTable(table), ...aside.map((name) => join(workDir, name))]
  return Math.max(0, promised - sum(await Promise.all(files.map(sizeOf))))
}

/** What is announced and not sent on holds no room: anybody could announce anything. */
const promisedToUploads = async (db: Db, home: Home): Promise<number> => {
  const { rows } = await sql<{ path: string; length: number }>`
    select file_path as path, length::float8 as length from uploads where length is not null`.execute(db)
  const rest = async ({ path, length }: { path: string; length: number }) => {
    const file = await stat(absolutePath(home, path)).catch(() => undefined)
    return file && file.mtimeMs > Date.now() - standstillMs ? Math.max(0, length - file.size) : 0
  }
  return sum(await Promise.all(rows.map(rest)))
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  )

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
