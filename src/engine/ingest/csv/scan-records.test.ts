import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectRecords, keepRecord, type SampleRecord } from './collect-records.ts'
import { type Dialect, plainDialect } from './dialect.ts'
import { scanRecords } from './scan-records.ts'

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 6, unit: fc.constantFrom('a', '"', "'", ',', ';', '\n', '\r', ' ', '\\', 'é', '😀', '\0') }),
)
const dialects: Dialect[] = [
  plainDialect,
  { delimiter: ';', quote: "'", escape: "'", comment: null },
  { delimiter: '\t', quote: '"', escape: '\\', comment: null },
  { delimiter: '||', quote: '"', escape: '"', comment: null },
]

/** Writes every value in quotes, so that nothing is left to chance. */
function write(rows: (string | null)[][], { delimiter, quote, escape: mark }: Dialect, lineEnd: string): string {
  const quoted = (text: string) => {
    const escaped =
      mark === '\\' ? text.replaceAll(/[\\]|["']/g, (c) => (c === '\\' || c === quote ? `\\${c}` : c)) : text
    return `${quote}${mark === '\\' ? escaped : text.replaceAll(quote as string, `${quote}${quote}`)}${quote}`
  }
  return rows.map((row) => row.map((value) => (value === null ? '' : quoted(value))).join(delimiter) + lineEnd).join('')
}

function scanInPieces(text: string, dialect: Dialect, size: number): SampleRecord[] {
  const records: SampleRecord[] = []
  const scanner = scanRecords(dialect, (record) => records.push(keepRecord(record, dialect)))
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size))
  scanner.end()
  return records
}

describe('scanRecords', () => {
  test.each(dialects)('reads back what was written with $delimiter, $quote and $escape', (dialect) => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 })
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        (rows, lineEnd, size) => {
          const records = scanInPieces(write(rows, dialect, lineEnd), dialect, size)
          expect(records.map(({ fields }) => fields)).toEqual(rows)
        },
      ),
    )
  })

  test('answers the same whatever the pieces are, for any text at all', () => {
    const text = fc.string({ maxLength: 40, unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ') })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (any, size) => {
        expect(scanInPieces(any, plainDialect, size)).toEqual(scanInPieces(any, plainDialect, 1000))
      }),
    )
  })

  test('counts every line once', () => {
    const text = fc.string({ maxLength: 60, unit: fc.constantFrom('a', '"', ',', '\n', '\r') })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (any, size) => {
        const lines = scanInPieces(any, plainDialect, size).reduce((sum, { lineCount }) => sum + lineCount, 0)
        const parts = any.split(/\r\n|\r|\n/)
        expect(lines).toBe(any === '' ? 0 : parts.length - (parts.at(-1) === '' ? 1 : 0))
      }),
    )
  })

  test('takes a quote inside a value as part of it', () => {
    const records = collectRecords(Buffer.from('5" pipe,"say "hi" now",x\n'), plainDialect, true)
    expect(records[0]?.fields).toEqual(['5" pipe', 'say "hi" now', 'x'])
  })

  test('tells where an unclosed quote begins', () => {
    const records = collectRecords(Buffer.from('a,b\n1,"open\nrest\n'), plainDialect, true)
    expect(records.at(-1)).toMatchObject({ kind: 'unclosed', line: 2, lineCount: 2, raw: '1,"open\nrest\n' })
  })

  test('takes a quote for a character where it hides other values', () => {
    const text = 'a,b,c\n1,"x,2\n3,"y",4\n"5,z,6\n7,"w",8\n'
    const records = collectRecords(Buffer.from(text), plainDialect, true, 3)
    expect(records.map(({ fields }) => fields)).toEqual([
      ['a', 'b', 'c'],
      ['1', '"x', '2'],
      ['3', 'y', '4'],
      ['"5', 'z', '6'],
      ['7', 'w', '8'],
    ])
    expect(records.map(({ isStray }) => isStray)).toEqual([false, true, false, true, false])
  })

  test('does not look for the end of every quote that has none', () => {
    const lines = 20_000
    const records = collectRecords(Buffer.from('"a,1\n'.repeat(lines)), plainDialect, true, 2)
    expect(records.filter(({ kind }) => kind === 'values').length).toBeGreaterThan(lines - 20)
  })

  test('leaves out comments', () => {
    const records = collectRecords(Buffer.from('#x,y\na,#b\n'), { ...plainDialect, comment: '#' }, true)
    expect(records.map(({ kind, fields }) => [kind, fields])).toEqual([
      ['comment', []],
      ['values', ['a', '#b']],
    ])
  })
})

test('a line without end is refused before it fills the memory', () => {
  const scanner = scanRecords(plainDialect, () => {}, 1, 2 ** 20)
  const piece = Buffer.alloc(2 ** 18, 'x')
  const pushAll = () => {
    for (let pieces = 0; pieces < 5; pieces++) scanner.push(piece)
  }
  expect(pushAll).toThrow(/^One line of this file is longer than 1 MB/)
})
