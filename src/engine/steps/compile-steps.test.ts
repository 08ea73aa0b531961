import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { mostSteps, type Step } from '../../shared/steps.ts'
import { toJsonValue } from '../json-value.ts'
import type { Table } from '../query/open-table.ts'
import { quoteText } from '../sql-text.ts'
import { compileSteps, effectsOf } from './compile-steps.ts'
import { StepError } from './step-error.ts'

type Cell = string | number | null
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

const changed = (cell: Cell, step: Step): Cell => {
  if (step.op === 'null_where') return cell !== null && step.values.includes(cell) ? null : cell
  if (step.op === 'replace') return cell !== null && step.from.includes(cell) ? (step.to as Cell) : cell
  if (typeof cell !== 'string') return cell
  if (step.op === 'trim') return cell.trim()
  if (step.op === 'case') return step.to === 'upper' ? cell.toUpperCase() : cell.toLowerCase()
  if (step.op === 'repair_encoding') return repair(cell)
  return cell
}

const texts = ['Texas', 'texas ', '\u00a0TX\u3000', 'MÃ¼nchen', 'CAFÉ«', 'n/a', '', "it's", '日本 Ã¤']
const cell = fc.option(fc.constantFrom(...texts), { nil: null })
const number = fc.option(fc.constantFrom(-999, 0, 1, 7), { nil: null })
const text = fc.constantFrom('a "b"', 'row')
const step: fc.Arbitrary<Step> = fc.oneof(
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
  fc.constant<Step>({ op: 'drop_duplicates' }),
  fc.constant<Step>({ op: 'filter', filter: { column: 'n', op: 'eq', value: 7 } }),
)

test('steps do what a slow implementation does, to the cell, and count it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, number), { minLength: 1, maxLength: 12 }),
      fc.array(step, { maxLength: 5 }),
      async (rows, steps) => {
        const values = rows.map(
          ([a, b, n]) => `(${a === null ? 'NULL' : quoteText(a)}, ${b === null ? 'NULL' : quoteText(b)}, ${n})`,
        )
        const table = await openTestTable(
          `SELECT a::VARCHAR AS "a ""b""", b::VARCHAR AS "row", n::BIGINT AS n FROM (VALUES ${values.join(', ')}) AS v(a, b, n)`,
        )
        const last: Step[] = [
          { op: 'rename', column: 'row', to: 'changed_0' },
          { op: 'drop_columns', columns: ['n'] },
          { op: 'drop_duplicates' },
        ]
        const plain = { columns: ['a "b"', 'row', 'n'], rows }
        expect(await apply(table, steps)).toEqual(slowly(plain, steps))
        expect(await apply(table, [...steps, ...last])).toEqual(slowly(plain, [...steps, ...last]))
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
