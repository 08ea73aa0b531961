import { cellShape } from './cell-shape.ts'
import { type Field, keepRecord, type SampleRecord } from './collect-records.ts'
import { fitOfRow } from './column-looks.ts'
import type { Dialect } from './dialect.ts'
import type { FoundTable } from './find-table.ts'
import { fitLongRow } from './fit-long-row.ts'
import { isFooter, mayBeFooter } from './footer.ts'
import { filledCount } from './judge-header.ts'
import type { PlainText } from './plain-text.ts'
import type { RecordLedger } from './record-ledger.ts'
import { type RowReport, skipped, type skippedBecause } from './row-report.ts'
import type { RecordView } from './scan-records.ts'
import { splitAgain } from './split-again.ts'
import { repeats } from './split-tables.ts'

/** Where the records of a file go: rows to the writer, counts to the ledger, everything odd to the reports. */
export type Sorting = {
  table: FoundTable
  dialect: Dialect
  ledger: RecordLedger
  writer: PlainText | undefined
  /** How many records at the end are no rows, where a person has said so. */
  footerRows?: number | undefined
  onReport?: ((report: RowReport) => void) | undefined
  onRow?: ((row: number, line: number) => void) | undefined
}

const mostHeld = 200

/** Sorts the records below the preamble, one after the other; `end` is to be called after the last. */
export function sortRecords({ table, dialect, ledger, writer, footerRows, onReport, onRow }: Sorting) {
  const { width, preambleLines } = table
  const baseWidth = width - table.extraColumns
  let headersLeft = table.headerRecords
  let unitsLeft: number = table.unitsRecords
  let blanks: SampleRecord[] = []
  let held: SampleRecord[] = []

  const lineOf = ({ line }: { line: number }) => preambleLines + line
  const skip = (code: keyof typeof skippedBecause, record: SampleRecord | RecordView) =>
    onReport?.(skipped(code, lineOf(record), rawOf(record)))
  const rawOf = (record: SampleRecord | RecordView) => ('raw' in record ? record.raw : keepRecord(record, dialect).raw)

  const report = (record: SampleRecord | RecordView, code: RowReport['code'], reason: string, surplus?: string[]) =>
    onReport?.({
      scope: code === 'unclosed_quote' ? 'row' : 'reported',
      code,
      line_number: lineOf(record),
      row_number: code === 'unclosed_quote' ? null : ledger.rows - 1,
      column: null,
      reason,
      raw: rawOf(record),
      surplus: surplus ?? null,
    })

  const countRow = (record: SampleRecord | RecordView, bytes: number) => {
    onRow?.(ledger.rows, lineOf(record))
    ledger.rows++
    ledger.dataLines += record.lineCount
    ledger.longestRecord = Math.max(ledger.longestRecord, bytes)
  }

  const addFields = (record: SampleRecord) => {
    const { fields } = record
    if (fields.length > width && !isTrailing(fields.length, fields[width] ?? null)) return addLong(record)
    const other = fields.length < width ? atOtherDelimiter(record) : undefined
    countRow(record, Buffer.byteLength(record.raw))
    writer?.addTexts(other ?? fields)
    if (other) {
      ledger.oddRows++
      report(record, 'other_delimiter', 'The values of this row are separated by another mark.')
    } else noteWidth(record, fields.length)
  }

  const isTrailing = (count: number, surplus: Field) =>
    table.hasTrailingDelimiter && count === width + 1 && (surplus === null || surplus === '')

  const addLong = (record: SampleRecord) => {
    const { fields } = record
    const fitted = fitLongRow(
      fields,
      table.looks.length === width ? table.looks : Array.from({ length: width }, () => ({})),
    )
    const surplus = fitted.surplus.map((index) => fields[index] ?? '')
    countRow(record, Buffer.byteLength(record.raw))
    writer?.addTexts(fitted.fields.map((index) => fields[index] ?? null))
    ledger.longRows++
    const said = `The row has ${counted(fields.length, 'value')} for ${counted(width, 'column')}`
    if (surplus.length > 0) {
      const longBy = (fitted.surplus.at(-1) ?? width) - width + 1
      ledger.longBy.set(longBy, (ledger.longBy.get(longBy) ?? 0) + 1)
      report(record, 'long_row', `${said}; ${counted(surplus.length, 'value')} too many.`, surplus)
    } else if (fitted.fields.some((index) => index >= width)) {
      report(record, 'empty_field_removed', `${said}. Without an empty one, all others fit their columns.`)
    } else report(record, 'long_row', `${said}. Those too many are empty.`)
  }

  const noteWidth = (record: SampleRecord | RecordView, count: number) => {
    if (count < baseWidth) {
      ledger.shortRows++
      report(record, 'short_row', `The row has ${counted(count, 'value')} for ${counted(baseWidth, 'column')}.`)
    } else if (table.areExtraFromRows && count > baseWidth) {
      ledger.longRows++
      report(record, 'long_row', `The row has ${counted(count, 'value')} for ${counted(baseWidth, 'column')}.`)
    }
  }

  /** The values of a row that another mark separates, where each then fits its column. */
  const atOtherDelimiter = (record: SampleRecord): Field[] | undefined => {
    if (width < 3 || record.fields.length > 2 || table.looks.length !== width) return undefined
    for (const fields of splitAgain(record.raw, dialect, width)) {
      // A sentence of as many words would fit any columns of text.
      const isTelling = fields.some((field) => cellShape(field) !== 'text' && cellShape(field) !== 'empty')
      if (isTelling && fitOfRow(fields, table.looks) !== undefined) return fields
    }
    return undefined
  }

  /** In a table of one column an empty line between two values is a value that is missing. */
  const settleBlanks = (isBetweenRows: boolean) => {
    for (const blank of blanks) {
      if (width === 1 && isBetweenRows && ledger.rows > 0) {
        writer?.addTexts([null])
        onRow?.(ledger.rows, lineOf(blank))
        ledger.rows++
        ledger.dataLines++
      } else {
        ledger.blankLines++
        skip('blank', blank)
      }
    }
    blanks = []
  }

  const settleHeld = () => {
    for (const record of held) {
      if (record.kind === 'blank') {
        blanks.push(record)
        settleBlanks(false)
      } else addFields(record)
    }
    held = []
  }

  const row = (record: RecordView) => {
    const { fieldCount } = record
    const isOdd = fieldCount !== width || record.isStray || mayNotBeRow(record) || beginsLikeHeader(record)
    if (!isOdd && footerRows === undefined) {
      if (held.length > 0) settleHeld()
      settleBlanks(true)
      countRow(record, record.end - record.start)
      writer?.add(record)
      if (table.areExtraFromRows) noteWidth(record, fieldCount)
      return
    }
    oddRow(keepRecord(record, dialect), record.isStray)
  }

  const headerBytes = table.headerRecords > 0 && width > 1 ? Buffer.from(table.sourceNames[0] ?? '') : undefined
  const beginsLikeHeader = ({ bytes, bounds }: RecordView) => {
    const start = bounds[0] as number
    if (headerBytes === undefined || (bounds[1] as number) - start !== headerBytes.length) return false
    for (let at = 0; at < headerBytes.length; at++) if (bytes[start + at] !== headerBytes[at]) return false
    return true
  }

  const mayNotBeRow = ({ fieldCount, bounds, start, end }: RecordView) => {
    const first = (bounds[1] as number) - (bounds[0] as number)
    return width > 1 && end - start <= first + (fieldCount - 1) * dialect.delimiter.length + 4
  }

  const oddRow = (record: SampleRecord, isStray: boolean) => {
    if (table.headerRecords > 0 && repeats(record.fields, table.sourceNames) && record.fields.length >= baseWidth) {
      settleHeld()
      ledger.headerLines += record.lineCount
      skip('header_again', record)
      return
    }
    if (footerRows !== undefined || (mayBeFooter(record.fields, width) && !atOtherDelimiter(record))) {
      held = held.concat(blanks, record)
      blanks = []
      if (footerRows === undefined ? held.length > mostHeld : held.length > footerRows) settleOldest()
      return
    }
    settleHeld()
    settleBlanks(true)
    addFields(record)
    if (isStray) {
      ledger.oddRows++
      report(record, 'stray_quote', 'A quote in this row closes nowhere, so it is part of its value.')
    }
  }

  const settleOldest = () => {
    if (footerRows === undefined) return settleHeld()
    const rows = held.splice(0, held.length - footerRows)
    const last = held
    held = rows
    settleHeld()
    held = last
  }

  const endHeld = () => {
    const records = held.filter(({ kind }) => kind === 'values')
    const afterGap = held[0]?.kind === 'blank'
    const isBelow =
      footerRows !== undefined ||
      isFooter(
        records.map(({ fields }) => fields),
        table.looks,
        afterGap,
      )
    for (const record of held) {
      const isEmpty = record.kind === 'blank' || (filledCount(record.fields) === 0 && width > 1)
      if (isEmpty && footerRows === undefined) {
        ledger.blankLines += record.lineCount
        skip('blank', record)
      } else if (isBelow) {
        ledger.footerLines += record.lineCount
        skip('footer', record)
      } else addFields(record)
    }
    held = []
  }

  return {
    take(record: RecordView): void {
      ledger.lines += record.lineCount
      if (table.endLine !== null && lineOf(record) >= table.endLine) {
        settleHeld()
        ledger.footerLines += record.lineCount
        skip('other_table', record)
        return
      }
      if (record.kind === 'blank') {
        blanks.push(keepRecord(record, dialect))
        if (blanks.length > mostHeld && held.length === 0 && width > 1) settleBlanks(false)
        return
      }
      if (record.kind === 'comment') {
        ledger.commentLines++
        skip('comment', record)
        return
      }
      if (headersLeft > 0) {
        headersLeft--
        ledger.headerLines += record.lineCount
        settleBlanks(false)
        return
      }
      if (unitsLeft > 0) {
        unitsLeft--
        ledger.unitsLines += record.lineCount
        settleBlanks(false)
        skip('units', record)
        return
      }
      if (record.kind === 'unclosed') {
        settleHeld()
        settleBlanks(true)
        ledger.rejectedRows++
        ledger.dataLines += record.lineCount
        report(record, 'unclosed_quote', 'The file ends inside a quoted value that begins on this line.')
        return
      }
      row(record)
    },
    end(): void {
      held = held.concat(blanks)
      blanks = []
      endHeld()
    },
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
