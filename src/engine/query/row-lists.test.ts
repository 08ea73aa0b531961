import { readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { quoteText } from '../sql-text.ts'
import { answerRows } from './answer-rows.ts'
import { openTable, type Table } from './open-table.ts'
import type { RowsQuestion, SortKey } from './query-pool.ts'
import { readRowList, writeRowList } from './row-list-file.ts'
import { openRowListStore, removeListsOf, trimRowLists } from './row-list-store.ts'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let file: string
let table: Table
let stores = 0

type Row = { id: number; word: string | null; load: number | null; day: string | null }

const rowCount = 24_000
const words = ['', ' ', 'a', 'A', 'ä', 'zebra', 'zebra ', '\u{1f600}', '\uffee', 'x'.repeat(40), null, "it's"]
const loads = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -1.5, 1e300, null, 7, 8, 9]
const rows: Row[] = Array.from({ length: rowCount }, (_, id) => ({
  id,
  word: words[(id * 7919) % words.length] ?? null,
  load: loads[(id * 31 + (id >> 6)) % loads.length] ?? null,
  day: id % 5 === 0 ? null : `2024-01-${String(1 + ((id * 13) % 28)).padStart(2, '0')}`,
}))

const newStore = (mostBytes = 2 ** 30) => {
  const store = { directory: join(directory.path, `lists-${stores++}`), mostBytes }
  openRowListStore(store)
  return store
}

const limits = { threads: 2, memoryLimitBytes: 256 * 2 ** 20, maxTempBytes: 2 ** 30 }

beforeAll(async () => {
  directory = await temporaryDirectory()
  file = join(directory.path, 'trips.parquet')
  const cells = rows.map(
    ({ id, word, load, day }) =>
      `(${id}, ${word === null ? 'NULL' : quoteText(word)}, ${load === null ? 'NULL' : `'${load}'`}, ${day === null ? 'NULL' : `'${day}'`})`,
  )
  await writeTableFile(
    file,
    `SELECT id::INTEGER AS id, word, load::DOUBLE AS load, day::DATE AS day FROM (VALUES ${cells.join(', ')}) AS t(id, word, load, day)`,
  )
  table = await openTable(file, { ...limits, tempDir: `${file}.spill`, rowLists: newStore() })
})

afterAll(async () => {
  table?.close()
  await directory?.remove()
})

const ask = (question: Partial<RowsQuestion>, asked = table) =>
  answerRows(asked, { tableFile: file, columns: ['id'], offset: 0, limit: 100, sort: [], ...question })

/** As a person would say it: by bytes or by size, NaN beyond all numbers, nulls last either way, ties as in the file. */
const rank = (a: string | number, b: string | number): number => {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)))
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a < Number(b) ? -1 : a > Number(b) ? 1 : 0
}

const sorted = (some: Row[], keys: SortKey[]) =>
  some.toSorted((a, b) => {
    for (const { column, descending } of keys) {
      const [x, y] = [a[column as keyof Row], b[column as keyof Row]]
      if (x === null && y === null) continue
      if (x === null || y === null) return x === null ? 1 : -1
      const order = rank(x, y)
      if (order !== 0) return descending ? -order : order
    }
    return a.id - b.id
  })

const filters = [
  { filter: undefined, keeps: () => true },
  { filter: { column: 'load', op: 'gt', value: 0 }, keeps: ({ load }: Row) => load !== null && !(load <= 0) },
  { filter: { column: 'word', op: 'eq', value: 'zebra' }, keeps: ({ word }: Row) => word === 'zebra' },
] as const

test('any page of any sort of what any filter leaves is that of the sorted rows', async () => {
  const keys = fc.uniqueArray(fc.record({ column: fc.constantFrom('word', 'load', 'day'), descending: fc.boolean() }), {
    minLength: 1,
    selector: ({ column }) => column,
  })
  const page = fc.record({ offset: fc.nat(rowCount + 50), limit: fc.integer({ min: 1, max: 60 }) })
  await fc.assert(
    fc.asyncProperty(keys, page, fc.constantFrom(...filters), async (sort, { offset, limit }, { filter, keeps }) => {
      const answer = await ask({ sort, offset, limit, filter })
      const left = sorted(rows.filter(keeps), sort)
      expect(answer.row_numbers).toEqual(left.slice(offset, offset + limit).map(({ id }) => id))
      expect(answer.total).toBe(left.length)
    }),
    { numRuns: 25 },
  )
})

test('lists are shared, outlive those who made them, and go with their table', async () => {
  const store = newStore()
  const open = () => openTable(file, { ...limits, tempDir: `${file}.spill`, rowLists: store })
  const sort = [{ column: 'load', descending: true }]
  const far = { sort, offset: 20_000 }
  const first = await open()
  const filter = filters[1].filter
  const wanted = [await ask(far, first), await ask({ ...far, offset: 9_950, filter }, first)]
  first.close()

  const names = await readdir(store.directory)
  expect(names.map((name) => name.replace(/.*\./, '')).toSorted()).toEqual(['filter', 'filter', 'sort'])
  expect(names.map((name) => name.split('~')[0])).toEqual(Array(3).fill('trips.parquet'))
  const second = await open()
  onTestFinished(() => second.close())
  const withoutSorting = {
    ...second,
    query: (sql: string) => second.query(sql.replace(/ORDER BY.*/, 'ORDER BY nobody')),
  }
  expect([await ask(far, withoutSorting), await ask({ ...far, offset: 9_950, filter }, withoutSorting)]).toEqual(wanted)

  await writeFile(join(store.directory, 'begun.sort.part'), 'x')
  openRowListStore(store)
  expect((await readdir(store.directory)).map((name) => name.replace(/.*\./, ''))).toEqual(['sort'])
  await writeFile(join(store.directory, 'others.parquet~0.sort'), 'xxxx')
  removeListsOf(store, '/elsewhere/trips.parquet')
  expect(await readdir(store.directory)).toEqual(['others.parquet~0.sort'])
})

test('the rows at the beginning of an order that nobody has worked out are found together', async () => {
  const [long, length] = [join(directory.path, 'long.parquet'), 500_009]
  await writeTableFile(long, `SELECT (i * 7919 % ${length})::INTEGER AS id FROM range(${length}) AS t(i)`)
  const open = await openTable(long, { ...limits, tempDir: `${long}.spill`, rowLists: newStore() })
  onTestFinished(() => open.close())
  const sort = [{ column: 'id', descending: true }]
  const first = await ask({ sort, limit: 2 }, open)
  expect(first).toMatchObject({ rows: [[length - 1], [length - 2]], total: length })
  const withoutSorting = {
    ...open,
    query: (sql: string) => open.query(sql.replace(/ORDER BY.*/, 'ORDER BY nobody')),
  }
  const later = await ask({ sort, offset: 998, limit: 2 }, withoutSorting)
  expect(later).toMatchObject({ rows: [[length - 999], [length - 1000]], total: length })
  await expect(ask({ sort, offset: 999, limit: 2 }, withoutSorting)).rejects.toThrow('nobody')
})

test('what was used longest ago goes when there is too much', async () => {
  const store = newStore(100)
  const make = async (name: string, secondsAgo: number) => {
    await writeFile(join(store.directory, name), Buffer.alloc(40))
    await utimes(join(store.directory, name), new Date(), new Date(Date.now() - secondsAgo * 1000))
  }
  await make('old.sort', 3000)
  await make('older.sort', 5000)
  await make('new.filter', 100)
  expect(await readRowList(join(store.directory, 'older.sort'), 8, 5)).toEqual({ rowNumbers: [0, 0], total: 10 })
  await trimRowLists(store)
  expect((await readdir(store.directory)).toSorted()).toEqual(['new.filter', 'older.sort'])
})

test('a list that could not be written as a whole is not there', async () => {
  const { directory: where } = newStore()
  const broken = async function* () {
    yield [1, 2, 3]
    throw new Error('The disk is full.')
  }
  await expect(writeRowList(join(where, 'a.sort'), broken(), { lasts: true })).rejects.toThrow('The disk is full.')
  expect(await readdir(where)).toEqual([])
})

test('without a place for lists every page is still right', async () => {
  const store = newStore()
  const full = await openTable(file, {
    ...limits,
    tempDir: `${file}.spill`,
    rowLists: { ...store, directory: join(store.directory, 'is not there') },
  })
  onTestFinished(() => full.close())
  const small = await openTable(file, { ...limits, tempDir: `${file}.spill`, rowLists: newStore(rowCount * 4 - 1) })
  onTestFinished(() => small.close())
  for (const { filter } of filters) {
    const sort = [{ column: 'word', descending: false }]
    for (const question of [
      { filter, offset: 2000 },
      { filter, sort, offset: 1500 },
      { filter, sort, offset: 12_000 },
    ]) {
      expect(await ask(question, full)).toEqual(await ask(question))
      expect(await ask(question, small)).toEqual(await ask(question))
    }
  }
})

test('a list that lost its end is made anew', async () => {
  const store = newStore()
  const open = await openTable(file, { ...limits, tempDir: `${file}.spill`, rowLists: store })
  onTestFinished(() => open.close())
  const question = { sort: [{ column: 'day', descending: false }], offset: 15_000 }
  const wanted = await ask(question, open)
  const [name = ''] = await readdir(store.directory)
  await truncate(join(store.directory, name), 4002)
  expect(await ask(question, open)).toEqual(wanted)
  expect((await stat(join(store.directory, name))).size).toBe(rowCount * 4)
})
