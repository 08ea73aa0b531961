import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { extname } from 'node:path'
import { runInProcess } from '../run-in-process.ts'
import type { TableLimits } from './open-table.ts'
import { orderSql } from './order-sql.ts'
import type { SortKey } from './query-pool.ts'
import { type RowListStore, removeListsOf, removePartsOf, sortListFile } from './row-list-store.ts'
import type { SortTask } from './sort-process.ts'

/** Makes the lists of sorted tables, one after the other, each in a process of its own that no question waits behind. */
export type SortLists = {
  has(tableFile: string, sort: SortKey[]): boolean
  /** Begins to make a list that is not there. */
  begin(tableFile: string, sort: SortKey[]): void
  /** Resolves when the list is there, or cannot be made now; such a sort is as slow as the table is long. */
  ready(tableFile: string, sort: SortKey[]): Promise<void>
  /** Removes the lists of a table and stops making any. */
  forget(tableFile: string): void
  close(): Promise<void>
}

type SortLimits = Omit<TableLimits, 'tempDir' | 'rowLists'> & { rowLists: RowListStore }

type Making = { file: string; task: SortTask; stop: AbortController; ended: PromiseWithResolvers<void> }

const mostWaiting = 20
const retryMs = 60_000
const entry = new URL(`./sort-process${extname(import.meta.url)}`, import.meta.url)

/** `limits` are those of one process, which spills to a directory that `spillDir` names. */
export function createSortLists(limits: SortLimits, spillDir: () => string): SortLists {
  const store = limits.rowLists
  const waiting: Making[] = []
  const failedAt = new Map<string, number>()
  let making: Making | undefined

  const next = () => {
    if (making) return
    making = waiting.shift()
    if (making) void make(making)
  }

  const make = async ({ file, task, stop, ended }: Making) => {
    try {
      await runInProcess<SortTask, unknown>(entry, task, { signal: stop.signal })
    } catch {
      // On a full disk, or of a table that is gone: whoever wants the page is answered without the list, or told why not.
      removePartsOf(store, file)
      if (failedAt.size > 1000) failedAt.clear()
      failedAt.set(file, Date.now())
    }
    await rm(task.limits.tempDir, { recursive: true, force: true }).catch(() => {})
    making = undefined
    ended.resolve()
    next()
  }

  const isHopeless = (file: string) => Date.now() - (failedAt.get(file) ?? Number.NEGATIVE_INFINITY) < retryMs

  const find = (file: string) => (making?.file === file ? making : waiting.find((other) => other.file === file))

  const fileOf = (tableFile: string, sort: SortKey[]) => sortListFile(store, tableFile, orderSql(sort))

  const want = (tableFile: string, sort: SortKey[]): Making | undefined => {
    const file = fileOf(tableFile, sort)
    const known = find(file)
    if (known) return known
    if (existsSync(file) || isHopeless(file) || waiting.length >= mostWaiting) return undefined
    const task = { tableFile, sort, limits: { ...limits, tempDir: spillDir() } }
    const wanted = { file, task, stop: new AbortController(), ended: Promise.withResolvers<void>() }
    waiting.push(wanted)
    next()
    return wanted
  }

  const stopWhere = (isMeant: (making: Making) => boolean) => {
    for (const stopped of waiting.filter(isMeant)) {
      waiting.splice(waiting.indexOf(stopped), 1)
      stopped.ended.resolve()
    }
    if (making && isMeant(making)) making.stop.abort()
  }

  return {
    has: (tableFile, sort) => existsSync(fileOf(tableFile, sort)),
    begin: want,
    ready: async (tableFile, sort) => {
      const wanted = want(tableFile, sort)
      if (!wanted) return
      const place = waiting.indexOf(wanted)
      if (place > 0) waiting.unshift(...waiting.splice(place, 1))
      await wanted.ended.promise
    },
    forget: (tableFile) => {
      const ending = making?.task.tableFile === tableFile ? making.ended.promise : undefined
      stopWhere(({ task }) => task.tableFile === tableFile)
      removeListsOf(store, tableFile)
      ending?.then(() => removeListsOf(store, tableFile))
    },
    close: async () => {
      stopWhere(() => true)
      await making?.ended.promise
    },
  }
}
