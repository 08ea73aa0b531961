import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { mostSteps, type Step, type stepTypes } from '../../shared/steps.ts'
import { toJsonValue } from '../json-value.ts'
import type { Table } from '../query/open-table.ts'
import { quoteText } from '../sql-text.ts'
import { compileSteps, effectsOf } from './compile-steps.ts'
import { StepError } from './step-error.ts'

type Cell = string | number | boolean | null
type Plain = { columns: string[]; rows: Cell[][] }

const baseOf = (table: Table) => ({
  from: table.from,
  rowNumber: table.rowNumber,
  columns: [...table.columns.values()],
})

const apply = async (table: Table, steps: Step[]) => {
  const compiled = compileSteps(baseOf(table), steps)
  const { rows } = await table.query(compiled.select())
  const counts: number[][] = []
  for (const { sql } of compiled.counting) counts.push((await table.query(sql())).rows[0] as number[])
  return {
    columns: compiled.columns.map(({ name }) => name),
    rows: rows.map((row) =>
      row.map((value, index) => toJsonValue(value, compiled.columns[index]?.sql_type ?? '', 'number') as Cell),
    ),
    effects: effectsOf(steps, compiled, counts),
  }
}

const misread = /Ã[\u0080-\u00bf\u2013-\u2122]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf\u2013-\u2122]/
const pieces = /[\u00c2-\u00df][\u0080-\u00bf]|[\s\S]/gu
const repair = (text: string): string =>
  misread.test(text)
    ? text.replace(pieces, (piece) => (piece.length > 1 ? Buffer.from(piece, 'latin1').toString('utf8') : piece))
    : text

/** The same as the SQL, cell by cell. */
const slowly = (table: Plain, steps: Step[]) => {
  let { columns, rows } = table
  const effects = steps.map((step) => {
    const before = rows
    if (step.op === 'drop_columns') {
      const kept = columns.map((name) => !step.columns.includes(name))
      rows = rows.map((row) => row.filter((_, index) => kept[index]))
      columns = columns.filter((_, index) => kept[index])
      return { changed_cells: 0, removed_rows: 0 }
    }
    if (step.op === 'drop_duplicates') {
      const seen = new Set<string>()
      rows = rows.filter((row) => !seen.has(JSON.stringify(row)) && seen.add(JSON.stringify(row)))
    } else if ('column' in step) {
      const at = columns.indexOf(step.column)
      rows = rows.map((row) => row.map((cell, index) => (index === at ? changed(cell, step) : cell)))
      if (step.op === 'rename') columns = columns.map((name) => (name === step.column ? step.to : name))
    } else if (step.op === 'filter' && 'column' in step.filter) {
      const { column, value } = step.filter
      rows = rows.filter((row) => row[columns.indexOf(column)] === value)
    }
    const cells =
      rows.length === before.length ? rows.flat().filter((cell, index) => cell !== before.flat()[index]) : []
    return { changed_cells: cells.length, removed_rows: before.length - rows.length }
  })
  return { columns, rows, effects }
}

const isDay = /^\d{4}-\d{2}-\d{2}( 00:00:00)?$/
/** Letter by letter: none becomes several, as JavaScript would have it. */
const inCase = (text: string, to: 'upper' | 'lower') =>
  [...text]
    .map((letter) => {
      const other = { ß: to === 'upper' ? 'ẞ' : 'ß', İ: to === 'upper' ? 'İ' : 'i' }[letter]
      return other ?? (to === 'upper' ? letter.toUpperCase() : letter.toLowerCase())
    })
    .join('')

const changed = (cell: Cell, step: Step): Cell => {
  if (step.op === 'retype') return step.sql_type === 'DATE' && !isDay.test(String(cell)) ? null : cell
  if (step.op === 'null_where') return cell !== null && step.values.includes(cell) ? null : cell
  if (step.op === 'replace') return cell !== null && step.from.includes(cell) ? (step.to as Cell) : cell
  if (typeof cell !== 'string') return cell
  if (step.op === 'trim') return cell.trim()
  if (step.op === 'case') return inCase(cell, step.to)
  if (step.op === 'repair_encoding') return repair(cell)
  return cell
}

const texts = [
  'Texas',
  'texas ',
  '\u00a0TX\u3000',
  'MÃ¼nchen',
  'CAFÉ«',
  'n/a',
  '',
  "it's",
  '日本 Ã¤',
  'Straße',
  'İZMİR',
]
const days = ['2024-01-31', '2024-02-29', '24-1-5', '2024-01-31 10:30:00', 'x']
const cell = fc.option(fc.constantFrom(...texts), { nil: null })
const number = fc.option(fc.constantFrom(-999, 0, 1, 7), { nil: null })
const text = fc.constantFrom('a "b"', 'row')
const row = fc.tuple(
  ...[cell, cell, number, fc.option(fc.constantFrom(...days), { nil: null })],
  fc.option(fc.constantFrom(...days.slice(0, 2)), { nil: null }),
  fc.option(fc.boolean(), { nil: null }),
) as fc.Arbitrary<Cell[]>
const columns = ['a "b"', 'row', 'n', 'when', 'day', 'is']
const sqlOf = (value: Cell) => (typeof value === 'string' ? quoteText(value) : String(value))
const tableOf = (rows: Cell[][]) =>
  openTestTable(
    `SELECT a::VARCHAR AS "a ""b""", b::VARCHAR AS "row", n::BIGINT AS n, w::VARCHAR AS "when", d::DATE AS "day", i::BOOLEAN AS "is"
      FROM (VALUES ${rows.map((cells) => `(${cells.map(sqlOf).join(', ')})`).join(', ')}) AS v(a, b, n, w, d, i)`,
  )

const changing: fc.Arbitrary<Step> = fc.oneof(
  text.map((column): Step => ({ op: 'trim', column })),
  text.map((column): Step => ({ op: 'repair_encoding', column })),
  fc.record({
    op: fc.constant('case' as const),
    column: text,
    to: fc.constantFrom('upper' as const, 'lower' as const),
  }),
  fc.record({ op: fc.constant('null_where' as const), column: text, values: fc.subarray(texts, { minLength: 1 }) }),
  fc.record({
    op: fc.constant('replace' as const),
    column: text,
    from: fc.subarray(texts, { minLength: 1 }),
    to: fc.constantFrom(...texts),
  }),
  fc.record({
    op: fc.constant('null_where' as const),
    column: fc.constant('n'),
    values: fc.subarray([-999, 7, 12], { minLength: 1 }),
  }),
  fc.constant<Step>({ op: 'replace', column: 'n', from: [-999], to: 1 }),
  fc
    .constantFrom('DATE' as const, 'VARCHAR' as const)
    .map((type): Step => ({ op: 'retype', column: 'when', sql_type: type })),
  fc.constant<Step>({ op: 'replace', column: 'day', from: ['2024-01-31'], to: '2024-02-29' }),
  fc.constant<Step>({ op: 'null_where', column: 'day', values: ['2024-02-29'] }),
  fc.boolean().map((value): Step => ({ op: 'replace', column: 'is', from: [value], to: !value })),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: changing, weight: 8 },
  fc.constant<Step>({ op: 'drop_duplicates' }),
  fc.constant<Step>({ op: 'filter', filter: { column: 'n', op: 'eq', value: 7 } }),
)

test('steps do what a slow implementation does, to the cell, and count it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.array(step, { maxLength: 6 }),
      async (rows, steps) => {
        const table = await tableOf(rows)
        const last: Step[] = [
          { op: 'rename', column: 'row', to: 'changed_0' },
          { op: 'drop_columns', columns: ['n'] },
          { op: 'drop_duplicates' },
        ]
        const plain = { columns, rows }
        expect(await apply(table, steps)).toEqual(slowly(plain, steps))
        expect(await apply(table, [...steps, ...last])).toEqual(slowly(plain, [...steps, ...last]))
      },
    ),
    { numRuns: 15 },
  )
})

test('examples are the first cells that the later steps change, as they were before those', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 12 }),
      fc.array(changing, { minLength: 1, maxLength: 6 }),
      fc.nat(6),
      async (rows, steps, since) => {
        const table = await tableOf(rows)
        const compiled = compileSteps(baseOf(table), steps, { since })
        const found: unknown[] = []
        for (const { column, before, sql } of compiled.examples) {
          for (const [number, was, is] of (await table.query(sql())).rows) {
            const cells = [toJsonValue(was, before.sql_type, 'number'), toJsonValue(is, column.sql_type, 'number')]
            found.push([column.name, number, ...cells])
          }
        }
        const was = slowly({ columns, rows }, steps.slice(0, since)).rows
        const is = slowly({ columns, rows }, steps).rows
        const expected = columns.flatMap((name, at) =>
          rows
            .map((_, index) => [name, index, was[index]?.[at], is[index]?.[at]])
            .filter(([, , before, after]) => before !== after)
            .slice(0, 5),
        )
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 15 },
  )
})

test('values that have become another type are read, and lost where they are none', async () => {
  const table = await openTestTable(`SELECT * FROM (VALUES ('1'), ('x'), (NULL), ('2024-01-31')) AS v(t)`)
  const { rows, effects } = await apply(table, [{ op: 'retype', column: 't', sql_type: 'DATE' }])
  expect(rows).toEqual([[null], [null], [null], ['2024-01-31']])
  expect(effects).toEqual([{ changed_cells: 2, removed_rows: 0 }])
})

const retyped = async (values: string, from: string, to: (typeof stepTypes)[number]) => {
  const table = await openTestTable(`SELECT v::${from} AS t FROM (VALUES ${values}) AS v(v)`)
  const { rows, effects } = await apply(table, [{ op: 'retype', column: 't', sql_type: to }])
  expect(effects[0]?.changed_cells).toBe(rows.filter(([value]) => value === null).length)
  return rows.map(([value]) => value)
}

test.each([
  [
    'VARCHAR',
    'BIGINT',
    "('12'), ('12.5'), (' +7 '), ('3.00'), ('1e3'), ('9223372036854775808'), ('')",
    [12, null, 7, 3, null, null, null],
  ],
  [
    'VARCHAR',
    'DOUBLE',
    "('0.1'), ('9007199254740993'), ('9007199254740993.0'), ('1152921504606846976'), ('-.50e1'), ('0.10000000000000001'), ('1e400'), ('1e-400'), ('inf'), ('000')",
    [0.1, null, null, 2 ** 60, -5, 0.1, null, null, 'Infinity', 0],
  ],
  [
    'VARCHAR',
    'DATE',
    "('2024-01-02'), ('2024-01-02 10:30:00'), ('2024-01-02T00:00:00'), ('24-1-5'), ('2024-1-5'), ('2024-02-30')",
    ['2024-01-02', null, '2024-01-02', null, null, null],
  ],
  [
    'VARCHAR',
    'TIMESTAMP',
    "('2024-01-02'), (' 2024-01-02 10:30 '), ('2024-01-02T10:30:00.5Z'), ('2024-01-02 10:30:00+02'), ('24-1-5 10:00'), ('2024-01-02 10:30:00.1234567')",
    ['2024-01-02T00:00:00', '2024-01-02T10:30:00', '2024-01-02T10:30:00.5', null, null, null],
  ],
  ['VARCHAR', 'TIME', "('9:30'), ('10:30:00.25'), ('2024-01-02 10:30:00')", ['09:30:00', '10:30:00.25', null]],
  ['DOUBLE', 'BIGINT', "(2.0), (2.5), ('nan'), (1e19)", [2, null, null, null]],
  ['DECIMAL(4,1)', 'BIGINT', '(2.0), (999.9)', [2, null]],
  ['DECIMAL(38,30)', 'DOUBLE', "('0.1'), ('0.1234567890123456789')", [0.1, null]],
  ['BIGINT', 'DOUBLE', '(9007199254740993), (9007199254740992), (1152921504606847000)', [null, 2 ** 53, null]],
  ['BIGINT', 'BOOLEAN', '(0), (1), (2)', [false, true, null]],
  ['BIGINT', 'DATE', '(20240102)', [null]],
  ['TIMESTAMP', 'DATE', "('2024-01-02 10:30:00'), ('2024-01-02')", [null, '2024-01-02']],
  [
    'TIMESTAMP_NS',
    'TIMESTAMP',
    "('2024-01-02 10:30:00.123456789'), ('2024-01-02 10:30:00.5')",
    [null, '2024-01-02T10:30:00.5'],
  ],
  ['DATE', 'TIMESTAMP', "('2024-01-02')", ['2024-01-02T00:00:00']],
] as const)('%s becomes %s where it is exactly that', async (from, to, values, expected) => {
  expect(await retyped(values, from, to)).toEqual(expected)
})

test('a retyped number is the number that is written, or null', async () => {
  const digits = fc.stringMatching(/^-?[0-9]{1,20}(\.[0-9]{1,6})?$/)
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(digits, doubles), { minLength: 20, maxLength: 20 }), async (pairs) => {
      const texts = pairs.map(([text]) => text)
      const values = (all: string[]) => all.map((text) => `('${text}')`).join(', ')
      const least = -(2n ** 63n)
      const wholes = texts.map((text) => (/^[^.]*(\.0*)?$/.test(text) ? BigInt(text.replace(/\..*/, '')) : undefined))
      expect(await retyped(values(texts), 'VARCHAR', 'BIGINT')).toEqual(
        wholes.map((whole) => (whole !== undefined && whole >= least && whole < -least ? Number(whole) : null)),
      )
      const read = await retyped(values(texts), 'VARCHAR', 'DOUBLE')
      for (const [index, whole] of wholes.entries()) {
        const value = read[index]
        if (whole !== undefined) expect(value).toBe(BigInt(Number(whole)) === whole ? Number(whole) : null)
        else if (value !== null) expect(value).toBe(Number(texts[index]))
      }
      expect(await retyped(values(pairs.map(([, double]) => String(double))), 'VARCHAR', 'DOUBLE')).toEqual(
        pairs.map(([, double]) => double + 0),
      )
    }),
    { numRuns: 5 },
  )
})

test('an infinity and an exact decimal are found as the filter finds them', async () => {
  const table = await openTestTable(
    `SELECT * FROM (VALUES ('inf'::DOUBLE, 1.10::DECIMAL(5,2)), ('nan', 2.00), (0.5, NULL)) AS v(d, e)`,
  )
  const { rows } = await apply(table, [
    { op: 'null_where', column: 'd', values: ['Infinity', '-Infinity', 'NaN'] },
    { op: 'replace', column: 'e', from: ['1.1'], to: '9.99' },
  ])
  expect(rows.map(([d]) => d)).toEqual([null, null, 0.5])
  expect(rows.map(([, e]) => String(e))).toEqual(['9.99', '2.00', 'null'])
})

test('a step that does not fit names its field', () => {
  const base = { from: 't', rowNumber: 'n', columns: [column('a'), column('b'), { name: 'i', sql_type: 'BIGINT' }] }
  for (const [steps, path] of [
    [[{ op: 'trim', column: 'c' }], 'steps.0.column'],
    [[{ op: 'trim', column: 'i' }], 'steps.0.column'],
    [[{ op: 'drop_columns', columns: ['a', 'x'] }], 'steps.0.columns.1'],
    [[{ op: 'drop_columns', columns: ['a', 'b', 'i'] }], 'steps.0.columns'],
    [[{ op: 'drop_columns', columns: ['a', 'b', 'a'] }], 'steps.0.columns.2'],
    [[{ op: 'rename', column: 'a', to: 'B' }], 'steps.0.to'],
    [
      [
        { op: 'drop_columns', columns: ['a'] },
        { op: 'trim', column: 'a' },
      ],
      'steps.1.column',
    ],
    [[{ op: 'replace', column: 'i', from: [1], to: 1.5 }], 'steps.0.to'],
    [[{ op: 'null_where', column: 'i', values: ['many'] }], 'steps.0.values'],
    [[{ op: 'filter', filter: { column: 'i', op: 'contains', value: 'x' } }], 'steps.0.filter'],
  ] satisfies [Step[], string][]) {
    const compile = () => compileSteps(base, steps)
    expect(compile).toThrow(StepError)
    expect(compile).toThrow(expect.objectContaining({ path }))
  }
})

test('testing whether steps fit writes no SQL, and equal rows are looked for once', () => {
  const columns = Array.from({ length: 3000 }, (_, index) => column(`column number ${index}`))
  const filter: Step = { op: 'filter', filter: { column: 'column number 7', op: 'eq', value: 'x' } }
  const steps = Array.from({ length: mostSteps }, (_, index) => (index % 2 ? filter : twice))
  const compiled = compileSteps({ from: 't', rowNumber: 'n', columns }, steps)
  expect(JSON.stringify(compiled).length).toBeLessThan(200_000)
  expect(compiled.counting.filter(({ removes }) => removes !== undefined)).toHaveLength(1 + mostSteps / 2)
  expect(compiled.select().match(/QUALIFY/g)).toHaveLength(1)
  const [first, second] = compiled.counting
  expect(first?.sql()).not.toContain('stage_1')
  expect(second?.sql()).toContain('QUALIFY')
  const changes: Step[] = [twice, { op: 'trim', column: 'column number 1' }, twice]
  const again = compileSteps({ from: 't', rowNumber: 'n', columns: columns.slice(0, 9) }, changes)
  expect(again.select().match(/QUALIFY/g)).toHaveLength(2)
})

const twice: Step = { op: 'drop_duplicates' }
const column = (name: string) => ({ name, sql_type: 'VARCHAR' })
