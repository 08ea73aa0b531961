import { expect, it } from 'vitest'
import type { ColumnProfile } from '../../../shared/profile.ts'
import { exportSize } from './export-size.ts'

const column = (profile: Partial<ColumnProfile>) =>
  ({ name: 'port', kind: 'text', sql_type: 'VARCHAR', count: 100, null_count: 0, ...profile }) as ColumnProfile

it('guesses the bytes of text formats from the lengths of the values', () => {
  const columns = [
    column({ mean_length: 9, null_count: 50 }),
    column({ name: 'n', kind: 'numeric', min: 0, max: 999 }),
    column({ name: 'day', kind: 'temporal', sql_type: 'DATE' }),
  ]
  const perRow = 4.5 + 2 + 10 + 3
  expect(exportSize(1000, columns, 'csv')).toBe(4 + 1 + 3 + 3 + 1000 * perRow)
  expect(exportSize(1000, columns, 'ndjson')).toBe(1000 * (perRow + 4 + 8 + 9 + 2))
})

it('does not guess how far a format compresses', () => {
  expect(exportSize(1000, [column({ mean_length: 9 })], 'parquet')).toBeUndefined()
})
