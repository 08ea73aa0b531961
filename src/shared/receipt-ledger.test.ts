import { describe, expect, it } from 'vitest'
import type { Receipt } from './receipt.ts'
import { fileLedger, isBalanced, rowLedger } from './receipt-ledger.ts'

const buildReceipt = (given: Partial<Receipt> = {}): Receipt => ({
  bytes: 100,
  sha256: '',
  format: {
    type: 'csv',
    encoding: 'utf-8',
    bom: false,
    delimiter: ',',
    quote: '"',
    escape: '"',
    line_end: '\n',
    comment: null,
    header_rows: 1,
    skipped_rows: 0,
    sheet: null,
    range: null,
    json_path: null,
    compression: null,
    evidence: [],
  },
  lines: { total: 13, preamble: 0, header: 1, units: 0, blank: 2, comment: 0, footer: 0, data: 10 },
  rows_loaded: 8,
  rows_reported: 0,
  rows_rejected: 1,
  reported: { short_rows: 0, long_rows: 0, unparsed_cells: 0 },
  columns: [],
  questions: [],
  duration_ms: 1,
  peak_memory_bytes: null,
  ...given,
})

describe('the lines of a file', () => {
  it('are listed where they occur, and say when rows span several', () => {
    expect(fileLedger(buildReceipt())).toEqual([
      { label: 'header', count: 1 },
      { label: 'blank', count: 2 },
      { label: 'data', count: 10, note: '1 of them continue the row above' },
    ])
  })

  it('balance when the parts are the whole', () => {
    expect(isBalanced(buildReceipt())).toBe(true)
    const lines = { total: 14, preamble: 0, header: 1, units: 0, blank: 2, comment: 0, footer: 0, data: 10 }
    expect(isBalanced(buildReceipt({ lines }))).toBe(false)
  })

  it('do not exist in every format', () => {
    expect(fileLedger(buildReceipt({ lines: null }))).toEqual([])
    expect(isBalanced(buildReceipt({ lines: null }))).toBe(true)
  })
})

it('rows are loaded or rejected, and what is reported is said', () => {
  expect(
    rowLedger(buildReceipt({ rows_reported: 1200, reported: { short_rows: 1100, long_rows: 100, unparsed_cells: 0 } })),
  ).toEqual([
    { label: 'loaded', count: 8, remark: 'of these 1,200 reported: 1,100 too short, 100 too long' },
    { label: 'rejected', count: 1 },
  ])
})
