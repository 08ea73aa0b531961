import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectRecords } from './collect-records.ts'
import { sniffDialect } from './sniff-dialect.ts'

const sniff = (text: string) => sniffDialect(Buffer.from(text), true)

/** Kinds of columns that files have; some of their values hold every delimiter and quote there is. */
const columns = {
  integer: fc.nat(99_999).map(String),
  decimal: fc.nat(99_999).map((n) => (n / 100).toFixed(2)),
  date: fc.integer({ min: 10, max: 28 }).map((day) => `2024-03-${day}`),
  time: fc.integer({ min: 10, max: 23 }).map((hour) => `2024-03-01 ${hour}:30:00`),
  word: fc.constantFrom('alpha', 'beta', 'Zürich', "O'Hara"),
  text: fc.constantFrom('one, two', 'a; b; c', 'he said "hi"', 'two\nlines', 'x|y', 'plain text'),
  code: fc.nat(9999).map((n) => `00${n}`),
}

const table = fc
  .array(fc.constantFrom(...(Object.keys(columns) as (keyof typeof columns)[])), { minLength: 2, maxLength: 8 })
  .chain((kinds) =>
    fc.tuple(
      fc.constant(kinds.map((_, index) => `name ${index}`)),
      fc.array(fc.tuple(...kinds.map((kind) => columns[kind])), { minLength: 3, maxLength: 30 }),
    ),
  )
  .map(([names, rows]) => [names, ...rows])

describe('sniffDialect', () => {
  test('finds the dialect that a table was written in', () => {
    const form = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    })
    fc.assert(
      fc.property(table, form, (rows, { delimiter, lineEnd }) => {
        const write = (value: string) =>
          value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
        const text = rows.map((row) => row.map(write).join(delimiter) + lineEnd).join('')
        const { dialect } = sniff(text)
        expect(dialect.delimiter).toBe(delimiter)
        expect(collectRecords(Buffer.from(text), dialect, true).map(({ fields }) => fields)).toEqual(rows)
      }),
      { numRuns: 200 },
    )
  })

  test('names the runner-up', () => {
    const { dialect, score, runnerUp } = sniff('a;b\n1,5;2,5\n3,5;4,5\n')
    expect(dialect.delimiter).toBe(';')
    expect(runnerUp?.dialect.delimiter).toBe(',')
    expect(score).toBeGreaterThan(runnerUp?.score ?? 1)
  })

  test.each([
    ['a b c\n1 2 3\n4 5 6\n', ' '],
    ['a:b:c\n1:2:3\n4:5:6\n', ':'],
    ['a||b\n1||x\n2||y\n', '||'],
    ['"a"||"b"\n"1"||"said ""no"""\n"2"||"x|y"\n"3"||"x|y"\n"4"||"said ""no"""', '||'],
    ['a^b\n1^x\n2^y\n', '^'],
    ['Ada Lovelace\nAlan Turing\nGrace Hopper\n', '\x1f'],
    ['10:30\n11:45\n12:00\n', '\x1f'],
    ['key\nk:0\nk:1\nm:2\n', '\x1f'],
    ['key\na|0\nb|1\n', '\x1f'],
    ['code\nK 0\nK 1\nL 2\n', '\x1f'],
    ['key\nk:0\n', '\x1f'],
    ['name\nDoe, John\nRoe, Jane\n', '\x1f'],
    ['List of ports\nport,berths\nKiel,3\nOslo,4\n', ','],
    ['root:x:0:0\ndaemon:x:1:1\n', ':'],
    ['1 2\n3 4\n5 6\n', ' '],
  ])('%j is divided by %j', (text, delimiter) => {
    expect(sniff(text).dialect.delimiter).toBe(delimiter)
  })
})
