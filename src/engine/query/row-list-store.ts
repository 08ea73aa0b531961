import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readdir, rm, stat, statfs } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Where lists of row numbers are kept, for all processes and tables, and how many bytes of them. The name of a list is that
 * of its table file, a tilde, and what the list is of.
 */
export type RowListStore = { directory: string; mostBytes: number }

const mostFiles = 1000
const leftFree = 512 * 2 ** 20
/** What is being written is nobody's to remove, unless nobody writes it any more. */
const longestWriteMs = 3_600_000
const sortExtension = '.sort'
const keyLength = 32

/** The list of all rows of a table in an order; it stays over a restart, since making it costs a sort of the table. */
export const sortListFile = ({ directory }: RowListStore, tableFile: string, order: string): string =>
  join(directory, `${prefixOf(tableFile)}${keyOf(order)}${sortExtension}`)

/** The list of the rows that a condition leaves, in an order or as they stand in the file. */
export const filterListFile = (
  { directory }: RowListStore,
  tableFile: string,
  where: string,
  order: string | undefined,
): string => join(directory, `${prefixOf(tableFile)}${keyOf(JSON.stringify([where, order]))}.filter`)

/** Makes the directory, and removes what an earlier run began or kept for itself alone. */
export function openRowListStore({ directory }: RowListStore): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  removeWhere(directory, (name) => !name.endsWith(sortExtension))
}

/** Whether a list of so many rows may be written: what little is left of a full disk is for those who cannot do without. */
export async function hasRoomFor({ directory, mostBytes }: RowListStore, rows: number): Promise<boolean> {
  const bytes = rows * Uint32Array.BYTES_PER_ELEMENT
  if (bytes > mostBytes) return false
  const { bavail, bsize } = await statfs(directory).catch(() => ({ bavail: 0, bsize: 0 }))
  return bavail * bsize - bytes > leftFree
}

/** Removes what somebody who was ended left of a list. */
export function removePartsOf({ directory }: RowListStore, file: string): void {
  removeWhere(directory, (name) => name.startsWith(`${basename(file)}.`))
}

/** Removes the lists of a table. */
export function removeListsOf({ directory }: RowListStore, tableFile: string): void {
  const prefix = prefixOf(tableFile)
  removeWhere(directory, (name) => name.startsWith(prefix))
}

/** Removes the lists that were used longest ago until those left are few enough. */
export async function trimRowLists({ directory, mostBytes }: RowListStore): Promise<void> {
  const found = await Promise.all(
    (await readdir(directory)).map(async (name) => {
      const file = join(directory, name)
      const { size = 0, mtimeMs = 0 } = (await stat(file).catch(() => undefined)) ?? {}
      return { file, size, mtimeMs }
    }),
  )
  const lists = found.filter(({ file, mtimeMs }) => !file.endsWith('.part') || Date.now() - mtimeMs > longestWriteMs)
  let [bytes, files] = [0, 0]
  for (const { file, size } of lists.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    bytes += size
    files += 1
    if (bytes > mostBytes || files > mostFiles) await rm(file, { force: true })
  }
}

const prefixOf = (tableFile: string) => `${basename(tableFile)}~`
const keyOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, keyLength)

function removeWhere(directory: string, isGone: (name: string) => boolean): void {
  let names: string[] = []
  try {
    names = readdirSync(directory)
  } catch {
    return
  }
  for (const name of names) if (isGone(name)) rmSync(join(directory, name), { force: true })
}
