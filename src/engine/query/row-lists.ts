import { rm } from 'node:fs/promises'
import { type RowListPart, readRowList, rowListBlocks, writeRowList } from './row-list-file.ts'
import { filterListFile, hasRoomFor, type RowListStore, sortListFile, trimRowLists } from './row-list-store.ts'

/** Which part of a list. */
export type Part = { offset: number; limit: number }

/**
 * The lists of row numbers that are kept of one table. Where a list is not there and cannot be made, as on a full disk, the
 * answer is undefined, and the table has to be asked itself.
 */
export type RowLists = {
  /** The rows that a condition leaves, as they stand in the file. */
  filtered(where: string, part: Part, signal?: AbortSignal): Promise<RowListPart | undefined>
  /** The rows in an order that somebody has made a list of, all or those that a condition leaves. */
  sorted(order: string, where: string | undefined, part: Part, signal?: AbortSignal): Promise<RowListPart | undefined>
  /** Makes the list of all rows in an order, by the statement that finds it as DOUBLE where there is a better one. Throws. */
  makeSorted(order: string, options?: { sql?: string; signal?: AbortSignal | undefined }): Promise<void>
  /** Keeps the list of the rows that a condition leaves in an order, once somebody has found them all. */
  keepSorted(order: string, where: string, rowNumbers: number[]): Promise<void>
}

type ListedTable = {
  file: string
  rowCount: number
  from: string
  rowNumber: string
  numbers(sql: string, signal?: AbortSignal): AsyncIterable<Float64Array[]>
}

/** Keeps the lists of a table as files, which all processes share. */
export function createRowLists(table: ListedTable, store: RowListStore): RowLists {
  const numbersOf = (clauses: string, signal: AbortSignal | undefined) =>
    firstColumn(table.numbers(`SELECT ${table.rowNumber}::DOUBLE FROM ${table.from} ${clauses}`, signal))

  const keep = async (file: string, blocks: AsyncIterable<ArrayLike<number>>, lasts = false): Promise<boolean> => {
    if (!(await hasRoomFor(store, table.rowCount))) return false
    await writeRowList(file, blocks, { lasts })
    await trimRowLists(store)
    return true
  }

  const fileOf = async (where: string, signal: AbortSignal | undefined): Promise<string | undefined> => {
    const file = filterListFile(store, table.file, where, undefined)
    if (await readRowList(file, 0, 0)) return file
    return (await tryTo(() => keep(file, numbersOf(`WHERE ${where}`, signal)))) ? file : undefined
  }

  /** A list of another length was damaged by somebody. */
  const readSorted = async (file: string, { offset, limit }: Part) => {
    const found = await readRowList(file, offset, limit)
    if (!found || found.total === table.rowCount) return found
    await rm(file, { force: true })
    return undefined
  }

  /** Those of the sorted rows that the condition leaves. */
  const join = async (order: string, where: string, file: string, signal: AbortSignal | undefined) => {
    const sortFile = sortListFile(store, table.file, order)
    if (!(await readSorted(sortFile, { offset: 0, limit: 0 }))) return
    const filterFile = await fileOf(where, signal)
    if (!filterFile) return
    const blocks = intersection(rowListBlocks(filterFile), rowListBlocks(sortFile), table.rowCount)
    await tryTo(() => keep(file, blocks))
  }

  return {
    filtered: async (where, { offset, limit }, signal) => {
      const file = await fileOf(where, signal)
      return file === undefined ? undefined : await readRowList(file, offset, limit)
    },
    sorted: async (order, where, part, signal) => {
      if (where === undefined) return await readSorted(sortListFile(store, table.file, order), part)
      const { offset, limit } = part
      const file = filterListFile(store, table.file, where, order)
      const known = await readRowList(file, offset, limit)
      if (known) return known
      await join(order, where, file, signal)
      return await readRowList(file, offset, limit)
    },
    keepSorted: async (order, where, rowNumbers) => {
      const block = (async function* () {
        yield rowNumbers
      })()
      await tryTo(() => keep(filterListFile(store, table.file, where, order), block))
    },
    makeSorted: async (order, { sql, signal } = {}) => {
      const blocks =
        sql === undefined ? numbersOf(`ORDER BY ${order}`, signal) : firstColumn(table.numbers(sql, signal))
      const isKept = await keep(sortListFile(store, table.file, order), blocks, true)
      if (!isKept) throw new Error('There is no room for the order of so many rows.')
    },
  }
}

/** The lists of a table that keeps none. */
export const noRowLists: RowLists = {
  filtered: async () => undefined,
  sorted: async () => undefined,
  makeSorted: async () => {},
  keepSorted: async () => {},
}

async function* firstColumn(blocks: AsyncIterable<Float64Array[]>): AsyncGenerator<Float64Array> {
  for await (const [block] of blocks) if (block) yield block
}

/** The numbers of `sorted` that are in `chosen` too, in the order of `sorted`; both are below `most`. */
async function* intersection(
  chosen: AsyncIterable<Uint32Array>,
  sorted: AsyncIterable<Uint32Array>,
  most: number,
): AsyncGenerator<Uint32Array> {
  const bits = new Uint32Array(Math.ceil(most / 32))
  for await (const block of chosen) {
    for (const number of block) bits[number >>> 5] = (bits[number >>> 5] as number) | (1 << (number & 31))
  }
  for await (const block of sorted) {
    const kept = new Uint32Array(block.length)
    let length = 0
    for (const number of block) if ((bits[number >>> 5] as number) & (1 << (number & 31))) kept[length++] = number
    yield kept.subarray(0, length)
  }
}

/** What cannot be written is not kept; what cannot be read or was withdrawn is a failure. */
async function tryTo<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work()
  } catch (error) {
    if (isOfTheDisk(error)) return undefined
    throw error
  }
}

const isOfTheDisk = (error: unknown) => typeof (error as NodeJS.ErrnoException)?.syscall === 'string'
