import { expect, it } from 'vitest'
import { exportProgress, exportShare } from './use-exports-under-way.ts'

const under = { id: '', format: 'xlsx' as const, begun_at: '', row_count: 2000, rows_written: 500 }

it('says how far an export is, and no more than that', () => {
  expect([exportShare(under), exportProgress(under)]).toEqual([0.25, 'Excel: 500 of 2,000 rows written'])
  expect(exportShare({ ...under, rows_written: 2001 })).toBe(1)
  expect(exportShare({ ...under, row_count: 0, rows_written: 0 })).toBe(1)
  const waiting = { ...under, row_count: null, rows_written: 0 }
  expect([exportShare(waiting), exportProgress(waiting)]).toEqual([null, 'Excel: waiting for its turn'])
})
