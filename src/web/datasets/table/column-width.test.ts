import { expect, it } from 'vitest'
import { buildColumnProfile } from '../../profiles/build-column-profile.ts'
import { charactersIn, firstColumnWidth } from './column-width.ts'
import type { TableColumn } from './table-column.ts'

const column = (given: Partial<TableColumn>): TableColumn => ({
  name: 'id',
  kind: 'text',
  sqlType: 'VARCHAR',
  profile: undefined,
  ...given,
})

it('typical values fit', () => {
  expect(charactersIn(firstColumnWidth(column({ kind: 'temporal', sqlType: 'TIMESTAMP' })))).toBeGreaterThanOrEqual(19)
  const identifier = column({
    kind: 'numeric',
    sqlType: 'BIGINT',
    profile: buildColumnProfile({ min: '0', max: '9007199254740993' }),
  })
  expect(charactersIn(firstColumnWidth(identifier))).toBeGreaterThanOrEqual(16)
})

it('no column is too narrow for its chart or takes the whole screen', () => {
  expect(firstColumnWidth(column({ kind: 'boolean' }))).toBe(120)
  const letters = column({
    name: 'x'.repeat(300),
    profile: buildColumnProfile({ kind: 'text', max_length: 90_000, mean_length: 4000 }),
  })
  expect(firstColumnWidth(letters)).toBe(340)
})

it('is the same each time, so that nothing moves', () => {
  expect(firstColumnWidth(column({ name: 'port_code' }))).toBe(firstColumnWidth(column({ name: 'port_code' })))
})
