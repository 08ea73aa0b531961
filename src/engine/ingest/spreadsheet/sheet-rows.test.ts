import { expect, test } from 'vitest'
import { generalFormat } from './number-format.ts'
import { sheetRows } from './sheet-rows.ts'

const row = (...texts: string[]) => ({
  number: 1,
  isHidden: false,
  cells: texts.map((text, column) => ({ column, kind: 'text' as const, text, format: generalFormat })),
})

test('rows take as many characters as their file allows, those between the cells among them', () => {
  const rows = sheetRows({ known: [0, 1, 2, 3, 4, 5, 6, 7], most: 30, withoutPercent: null })
  rows.add(row('a'))
  expect(rows.byteLength()).toBe(11)
  expect(rows.take().toString()).toBe('"a",,,,,,,\n')
  expect(rows.byteLength()).toBe(0)
  rows.add(row('b'))
  expect(() => rows.add(row('c'))).toThrow('far more text than its file')
})

test('a row that is too long for a string is refused before it is one', () => {
  const rows = sheetRows({ known: [], most: Number.POSITIVE_INFINITY, withoutPercent: null })
  const text = 'x'.repeat(5_000_000)
  expect(() => rows.add(row(...Array.from({ length: 200 }, () => text)))).toThrow('far more text than its file')
})
