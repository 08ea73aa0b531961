import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import type { Filter, FilterValue, filterOps } from '../../shared/rows.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { answerRows } from './answer-rows.ts'
import { explainFailure } from './explain-failure.ts'
import { openTable, type Table } from './open-table.ts'
import { QuestionError } from './question-error.ts'

/** Values as a person writes them; `null` is null. The oracle below reads the same texts with nothing of ours. */
const values: Record<string, { type: string; cells: (string | null)[] }> = {
  integer: { type: 'BIGINT', cells: ['0', '-1', '7', '9007199254740993', '-9223372036854775808', null] },
  small: { type: 'UTINYINT', cells: ['0', '1', '100', '255', null] },
  money: { type: 'DECIMAL(9,2)', cells: ['0.00', '-0.01', '12.34', '9999999.99', '100.00', null] },
  huge: {
    type: 'DECIMAL(38,0)',
    cells: ['0', '99999999999999999999999999999999999999', '-12345678901234567890', null],
  },
  'a "float", so.': { type: 'DOUBLE', cells: ['0.1', '-2.5', '1e300', 'Infinity', '-Infinity', 'NaN', '3', null] },
  'Größe 😀': { type: 'FLOAT', cells: ['0.1', '16777216', '-1.5', null] },
  text: {
    type: 'VARCHAR',
    cells: ['', ' \u00a0\t\u3000', 'Straße', 'STRA', "it's", '100%', 'a_b', 'Ärger ärgert', '0417', 'x\ny', '😀', null],
  },
  day: { type: 'DATE', cells: ['2024-01-31', '1969-12-31', '2024-02-29', '9999-12-31', null] },
  moment: {
    type: 'TIMESTAMP',
    cells: ['2024-01-31T00:00:00', '2024-01-31T13:05:00.000001', '1900-01-01T00:00:00', null],
  },
  zoned: { type: 'TIMESTAMP WITH TIME ZONE', cells: ['2024-01-31T00:00:00Z', '2024-03-31T01:30:00Z', null] },
  clock: { type: 'TIME', cells: ['00:00:00', '13:05:00', '23:59:59.999999', null] },
  yes: { type: 'BOOLEAN', cells: ['true', 'false', null] },
  id: { type: 'UUID', cells: ['00000000-0000-0000-0000-000000000000', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', null] },
  list: { type: 'INTEGER[]', cells: ['[1, 2]', '[]', null] },
}
const names = Object.keys(values)
const rowCount = 300
const rows = Array.from({ length: rowCount }, (_, row) =>
  names.map((name, column) => {
    const { cells } = values[name] as (typeof values)[string]
    return cells[(row * (column * 2 + 3) + (row >> 3)) % cells.length] ?? null
  }),
)

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let table: Table

beforeAll(async () => {
  directory = await temporaryDirectory()
  const file = join(directory.path, "it's [a] table.parquet")
  const cell = (text: string | null, column: number) =>
    text === null ? 'NULL' : `${quoteText(text)}::${values[names[column] as string]?.type}`
  const select = `SELECT * FROM (VALUES ${rows.map((row) => `(${row.map(cell).join(', ')})`).join(', ')}) AS t(${names.map(quoteName).join(', ')})`
  await writeTableFile(file, select)
  const tempDir = join(directory.path, 'spill')
  table = await openTable(file, { threads: 2, memoryLimitBytes: 256 * 2 ** 20, maxTempBytes: 2 ** 30, tempDir })
})

afterAll(async () => {
  table?.close()
  await directory?.remove()
})

async function found(filter: Filter): Promise<number[]> {
  const answer = await answerRows(table, { tableFile: '', offset: 0, limit: rowCount, sort: [], filter })
  expect(answer.total).toBe(answer.row_numbers.length)
  return answer.row_numbers
}

function expected(filter: Filter): number[] {
  return rows.flatMap((row, number) => (holds(filter, row) === true ? [number] : []))
}

/** Three-valued logic, the slow and obvious way. */
function holds(filter: Filter, row: (string | null)[]): boolean | null {
  if ('and' in filter) {
    const parts = filter.and.map((part) => holds(part, row))
    return parts.includes(false) ? false : parts.includes(null) ? null : true
  }
  if ('or' in filter) {
    const parts = filter.or.map((part) => holds(part, row))
    return parts.includes(true) ? true : parts.includes(null) ? null : false
  }
  if ('not' in filter) {
    const part = holds(filter.not, row)
    return part === null ? null : !part
  }
  const cell = row[names.indexOf(filter.column)] ?? null
  const type = values[filter.column]?.type as string
  const { op, value } = filter
  if (op === 'is_null') return cell === null
  if (op === 'not_null') return cell !== null
  if (op === 'is_blank') return cell === null ? null : cell.trim() === ''
  const opposite = /^not_(in|between|contains)$/.exec(op)?.[1] as 'in' | undefined
  if (opposite) return holds({ not: { column: filter.column, op: opposite, value } }, row)
  if (op === 'in') {
    const list = value as FilterValue[]
    return holds({ or: list.map((one) => ({ column: filter.column, op: 'eq', value: one })) }, row)
  }
  if (op === 'between') {
    const [low, high] = value as FilterValue[]
    return holds(
      {
        and: [
          { column: filter.column, op: 'gte', value: low },
          { column: filter.column, op: 'lte', value: high },
        ],
      },
      row,
    )
  }
  if (cell === null || value === null) return null
  const text = String(value)
  if (op === 'contains') return cell.toLowerCase().includes(text.toLowerCase())
  if (op === 'starts_with') return cell.toLowerCase().startsWith(text.toLowerCase())
  if (op === 'ends_with') return cell.toLowerCase().endsWith(text.toLowerCase())
  if (op === 'matches') return new RegExp(text.replace('(?i)', ''), text.startsWith('(?i)') ? 'iu' : 'u').test(cell)
  const order = compareCells(type, cell, text)
  return { eq: order === 0, ne: order !== 0, lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[
    op as 'eq'
  ]
}

function compareCells(type: string, cell: string, value: string): number {
  if (type === 'DOUBLE') return compareFloats(Number(cell), Number(value))
  if (type === 'FLOAT') return compareFloats(Math.fround(Number(cell)), Math.fround(Number(value)))
  if (/INT|DECIMAL/.test(type)) return Number(atoms(cell) - atoms(value) > 0n) - Number(atoms(cell) - atoms(value) < 0n)
  if (type === 'VARCHAR' || type === 'UUID') return Math.sign(Buffer.compare(Buffer.from(cell), Buffer.from(value)))
  if (type === 'BOOLEAN') return cell === value ? 0 : 1
  const [a, b] = [micros(type, cell), micros(type, value)]
  return a < b ? -1 : a > b ? 1 : 0
}

function compareFloats(a: number, b: number): number {
  const [isNaNFirst, isNaNSecond] = [Number.isNaN(a), Number.isNaN(b)]
  if (isNaNFirst || isNaNSecond) return Number(isNaNFirst) - Number(isNaNSecond)
  return a < b ? -1 : a > b ? 1 : 0
}

/** A plain decimal number times 10 ** 50. */
function atoms(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  return BigInt(whole + fraction.padEnd(50, '0')) * (text.startsWith('-') ? -1n : 1n)
}

function micros(type: string, text: string): bigint {
  const iso = type === 'TIME' ? `1970-01-01T${text}Z` : text.length === 10 ? `${text}T00:00:00Z` : text
  const withZone = /(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`
  const fraction = /\.(\d+)/.exec(withZone)?.[1] ?? ''
  return BigInt(Date.parse(withZone.replace(/\.\d+/, ''))) * 1000n + BigInt(fraction.padEnd(6, '0'))
}

const written: Record<string, string[]> = {
  BIGINT: [
    '0',
    '7',
    '6.5',
    '-0.5',
    '9007199254740992',
    '9007199254740993',
    '9223372036854775808',
    '-99999999999999999999',
  ],
  UTINYINT: ['-1', '0', '99.99', '255', '256'],
  'DECIMAL(9,2)': [
    '0',
    '0.001',
    '-0.01',
    '-0.011',
    '12.34',
    '12.340',
    '12.345',
    '9999999.99',
    '10000000',
    '-10000000.5',
  ],
  'DECIMAL(38,0)': ['0', '0.5', '99999999999999999999999999999999999999', '100000000000000000000000000000000000000'],
  DOUBLE: ['0.1', '0.1000000000000001', '3', '1e300', '1e400', '-1e400', 'Infinity', '-Infinity', 'NaN'],
  FLOAT: ['0.1', '16777217', '-1.5', '1e39'],
  VARCHAR: [
    '',
    's',
    'SS',
    'straße',
    'STRA',
    "'",
    '%',
    '_',
    'ärger',
    'ÄRGER',
    '0417',
    '\n',
    '😀',
    '\\',
    '"',
    'x\u0000y',
  ],
  DATE: ['2024-01-31', '2024-01-31T00:00:01', '2024-02-29', '1970-01-01'],
  TIMESTAMP: ['2024-01-31', '2024-01-31T13:05', '2024-01-31T13:05:00.000001', '2024-01-31 13:05:00'],
  'TIMESTAMP WITH TIME ZONE': [
    '2024-01-31',
    '2024-03-31T03:30:00+02:00',
    '2024-03-31T01:30:00Z',
    '2024-01-31T00:00:00',
  ],
  TIME: ['00:00:00', '13:05:00.5', '23:59:59.999999'],
  BOOLEAN: ['true', 'false'],
  UUID: ['00000000-0000-0000-0000-000000000000', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
}

const condition: fc.Arbitrary<Filter> = fc.constantFrom(...names).chain((column) => {
  const type = values[column]?.type as string
  const nullOps = fc.constantFrom<Filter>({ column, op: 'is_null' }, { column, op: 'not_null' })
  const pool = written[type]
  if (!pool) return nullOps
  const value = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...pool) },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  const one = (...ops: (typeof filterOps)[number][]): fc.Arbitrary<Filter> =>
    fc.record({ column: fc.constant(column), op: fc.constantFrom(...ops), value })
  const list = fc.record({
    column: fc.constant(column),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    value: fc.array(value, { maxLength: 4 }),
  })
  if (type === 'BOOLEAN') return fc.oneof(nullOps, one('eq', 'ne'), list)
  const between = fc.record({
    column: fc.constant(column),
    op: fc.constantFrom('between' as const, 'not_between' as const),
    value: fc.tuple(value, value),
  })
  const text = fc.record({
    column: fc.constant(column),
    op: fc.constantFrom(...(['contains', 'not_contains', 'starts_with', 'ends_with'] as const)),
    value: fc.constantFrom(...pool),
  })
  const pattern = fc.record({
    column: fc.constant(column),
    op: fc.constant('matches' as const),
    value: fc.constantFrom('^stra', '(?i)^stra', '[0-9]{4}', '.y', '^$', 'ä|😀', '\\bA'),
  })
  const blank = fc.constant<Filter>({ column, op: 'is_blank' })
  return fc.oneof(
    nullOps,
    one('eq', 'ne', 'lt', 'lte', 'gt', 'gte'),
    list,
    between,
    ...(type === 'VARCHAR' ? [text, pattern, blank] : []),
  )
})

const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
}))

test('a filter finds the rows that three-valued logic finds', async () => {
  await fc.assert(
    fc.asyncProperty(filter, async (one) => {
      expect(await found(one)).toEqual(expected(one))
    }),
    { numRuns: 200 },
  )
})

test('every condition alone, with every value', async () => {
  for (const column of names) {
    for (const value of written[values[column]?.type as string] ?? []) {
      const ops = values[column]?.type === 'BOOLEAN' ? (['eq', 'ne'] as const) : (['eq', 'lt', 'gte'] as const)
      for (const op of ops) {
        const one: Filter = { column, op, value }
        expect({ one, rows: await found(one) }).toEqual({ one, rows: expected(one) })
      }
    }
  }
})

test('numbers may come as JSON numbers and booleans as JSON booleans', async () => {
  expect(await found({ column: 'integer', op: 'gte', value: 7 })).toEqual(
    expected({ column: 'integer', op: 'gte', value: '7' }),
  )
  expect(await found({ column: 'money', op: 'lt', value: 12.345 })).toEqual(
    expected({ column: 'money', op: 'lt', value: '12.345' }),
  )
  expect(await found({ column: 'yes', op: 'eq', value: true })).toEqual(
    expected({ column: 'yes', op: 'eq', value: 'true' }),
  )
})

test('a list of ten thousand values is one question', async () => {
  const value = Array.from({ length: 10_000 }, (_, index) => String(index))
  expect(await found({ column: 'integer', op: 'in', value })).toEqual(
    expected({ column: 'integer', op: 'in', value: ['0', '7'] }),
  )
})

const refused: [string, Filter, string, string][] = [
  ['an unknown column', { column: 'nope', op: 'eq', value: 1 }, 'filter.column', 'There is no column "nope".'],
  ['a name in another case', { column: 'Money', op: 'eq', value: 1 }, 'filter.column', 'Did you mean "money"?'],
  [
    'words for a number',
    { column: 'money', op: 'eq', value: 'abc' },
    'filter.value',
    '"money" (DECIMAL(9,2)) is compared with a number; "abc" is none.',
  ],
  [
    'a boolean for a number',
    { column: 'money', op: 'eq', value: true },
    'filter.value',
    'is compared with a number; true is none.',
  ],
  [
    'a number without end',
    { column: 'integer', op: 'eq', value: '1e99999' },
    'filter.value',
    'is compared with a number',
  ],
  [
    'a day that never was',
    { column: 'day', op: 'lt', value: '2023-02-29' },
    'filter.value',
    'a date such as 2024-01-31; "2023-02-29" is none.',
  ],
  [
    'a zone for a time without one',
    { column: 'moment', op: 'lt', value: '2024-01-31T00:00:00Z' },
    'filter.value',
    'without zone',
  ],
  ['a number for a date', { column: 'day', op: 'lt', value: 20240131 }, 'filter.value', '20240131 is none.'],
  [
    'a number for a text',
    { column: 'text', op: 'eq', value: 417 },
    'filter.value',
    '"text" is a text column, and 417 is no text. Write "417" in quotes.',
  ],
  ['no UUID', { column: 'id', op: 'eq', value: 'x' }, 'filter.value', 'is compared with a UUID; "x" is none.'],
  [
    'maybe',
    { column: 'yes', op: 'eq', value: 'maybe' },
    'filter.value',
    'is compared with true or false; "maybe" is none.',
  ],
  [
    'text in a number',
    { column: 'money', op: 'contains', value: '1' },
    'filter.op',
    '"money" is a numeric column: it takes eq, ne,',
  ],
  ['a pattern in a number', { column: 'money', op: 'matches', value: '1' }, 'filter.op', 'it takes eq, ne,'],
  ['a pattern too long', { column: 'text', op: 'matches', value: 'x'.repeat(1001) }, 'filter.value', 'at most 1000'],
  [
    'order in a list',
    { column: 'list', op: 'lt', value: '1' },
    'filter.op',
    '"list" is a nested column: it takes is_null, not_null, not lt.',
  ],
  ['no value', { column: 'money', op: 'eq' }, 'filter.value', 'eq on "money" needs one value.'],
  ['a list where one value goes', { column: 'money', op: 'eq', value: ['1'] }, 'filter.value', 'needs one value.'],
  ['one value where a list goes', { column: 'money', op: 'in', value: '1' }, 'filter.value', 'needs a list of values.'],
  ['half a range', { column: 'money', op: 'between', value: ['1'] }, 'filter.value', 'needs a list of 2 values.'],
  [
    'a wrong one deep inside',
    { and: [{ or: [] }, { not: { column: 'day', op: 'in', value: [null, 'x'] } }] },
    'filter.and.1.not.value.1',
    '"x" is none.',
  ],
]

test.each(refused)('%s is refused with a sentence', async (_, wrong, path, sentence) => {
  const error = await found(wrong).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(QuestionError)
  expect(error.path).toBe(path)
  expect(error.message).toContain(sentence)
})

test.each(['[a', 'a{5000}', '(', '*', '(?=x)', '\\1'])('the pattern %s is refused in words', async (value) => {
  const error = await found({ not: { column: 'text', op: 'matches', value } }).catch((thrown) => thrown)
  expect(explainFailure(error)).toMatchObject({
    ...{ type: 'question', path: 'filter' },
    message: expect.stringContaining('The pattern is no regular expression as RE2 reads it: '),
  })
})

test('a filter that nests too deep or asks too much is refused', async () => {
  let deep: Filter = { column: 'yes', op: 'is_null' }
  for (let depth = 0; depth < 30; depth++) deep = { not: deep }
  await expect(found(deep)).rejects.toThrow('nested 20 deep')
  const many: Filter = { or: Array.from({ length: 1001 }, () => ({ column: 'yes', op: 'is_null' })) }
  await expect(found(many)).rejects.toThrow('at most 1000 conditions')
})

test('no value and no name leaves its quotes', async () => {
  const attacks = ["' OR 1=1 --", "'; DROP TABLE x; --", "\\' OR TRUE --", '$$ || 1', "x'::VARCHAR) OR (TRUE", '\u0000']
  for (const value of attacks) {
    expect(await found({ column: 'text', op: 'eq', value })).toEqual([])
    expect(await found({ column: 'text', op: 'contains', value })).toEqual([])
    await expect(found({ column: value, op: 'is_null' })).rejects.toThrow(QuestionError)
    await expect(found({ column: 'money', op: 'eq', value })).rejects.toThrow(QuestionError)
    await expect(found({ column: 'day', op: 'eq', value })).rejects.toThrow(QuestionError)
  }
})

test('a wrong pattern is refused also where no row could match, so that a page can ask for it', async () => {
  const filter: Filter = { and: [{ or: [] }, { column: 'text', op: 'matches', value: '(' }] }
  await expect(found(filter)).rejects.toThrow('missing )')
})
