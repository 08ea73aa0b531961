import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

/**
 * Where lists of row numbers are kept, for all processes and tables, and how many bytes of them. The name of a list is that
 * of its table file, a tilde, and what the list is of.
 */
export type RowListStore = { directory: string; mostBytes: number }

const mostFiles = 1000
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

/** Removes the lists of a table. */
export function removeListsOf({ directory }: RowListStore, tableFile: string): void {
  const prefix = prefixOf(tableFile)
  removeWhere(directory, (name) => name.startsWith(prefix))
}

/** Removes the lists that were used longest ago until those left are few enough. */
export async function trimRowLists({ directory, mostBytes }: RowListStore): Promise<void> {
  const names = (await readdir(directory)).filter((name) => !name.endsWith('.part'))
  const lists = await Promise.all(
    names.map(async (name) => {
      const file = join(directory, name)
      const { size = 0, mtimeMs = 0 } = (await stat(file).catch(() => undefined)) ?? {}
      return { file, size, mtimeMs }
    }),
  )
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
