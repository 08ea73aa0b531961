import { expect, test } from 'vitest'
import type { Question, Receipt } from '../../../shared/receipt.ts'
import { placeOfMisfits } from './misfit-place.ts'

const question = (rows: number[], count = rows.length) =>
  ({
    alternatives: [
      {
        label: 'numbers',
        differing_row_count: count,
        misfits: rows.map((row_number) => ({ row_number, line_number: null, raw: 'x' })),
      },
    ],
  }) as unknown as Question

const receipt = (lines: Partial<Receipt['lines']> = {}) =>
  ({ format: { header_rows: 1 }, lines: { units: 0, footer: 0, ...lines }, rows_loaded: 100 }) as unknown as Receipt

test('misfits at the end may be notes, and one below the header a unit', () => {
  expect(placeOfMisfits(question([97, 98, 99]), receipt())?.options).toEqual({ footer_rows: 3 })
  expect(placeOfMisfits(question([0]), receipt())?.options).toEqual({ header_rows: 2 })
})

test('elsewhere, not all listed, or beside such lines that were found, nothing is supposed', () => {
  expect(placeOfMisfits(question([50, 99]), receipt())).toBeUndefined()
  expect(placeOfMisfits(question([98, 99], 40), receipt())).toBeUndefined()
  expect(placeOfMisfits(question([99]), receipt({ footer: 2 }))).toBeUndefined()
  expect(placeOfMisfits(question([0]), receipt({ units: 1 }))).toBeUndefined()
})
