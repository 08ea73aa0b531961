import { cellShape } from './cell-shape.ts'
import type { Field, SampleRecord } from './collect-records.ts'
import { filledCount, judgeHeader } from './judge-header.ts'

/** Records that stand together and are mostly as wide as each other; `isTable` is false of titles, notes and the like. */
export type Block = { records: SampleRecord[]; width: number; isTable: boolean }

const fewestRows = 2
const judgedRows = 50

/** The share of the cells of the largest block from which on a block without a clear header counts as a table. */
const largeShare = 0.2

/**
 * Splits the records of a file into blocks: at gaps, at a header that comes again, and where a header begins rows of
 * another width. What continues the block before a gap is put back to it. A file of one column is one block.
 */
export function splitTables(records: SampleRecord[]): Block[] {
  const width = commonWidth(records)
  if (width < 2) return [{ records, width, isTable: true }]
  const merged: SampleRecord[][] = []
  for (const part of cutAtGaps(records).flatMap(cutAtHeaders)) {
    const before = merged.at(-1)
    if (before && continues(part, before)) before.push(...part)
    else merged.push(part)
  }
  const blocks = merged.map((part) => ({ records: part, width: commonWidth(part), isTable: false }))
  const largest = Math.max(...blocks.map(cellCount))
  const main = blocks.findIndex((block) => cellCount(block) === largest)
  return blocks.map((block, index) => ({
    ...block,
    isTable: index > main ? isFurtherTable(block, blocks[main]?.width ?? 0) : isTable(block, largest),
  }))
}

/** The width of most records; of several equally frequent ones the largest. */
export function commonWidth(records: SampleRecord[]): number {
  const byWidth = new Map<number, number>()
  for (const { kind, fields } of records) {
    if (kind === 'values') byWidth.set(fields.length, (byWidth.get(fields.length) ?? 0) + 1)
  }
  const [width] = [...byWidth].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0]
  return width
}

/** Whether a record repeats the names of a header as far as both go; either may have some more. */
export function repeats(fields: Field[], header: Field[]): boolean {
  const shared = Math.min(fields.length, header.length)
  if (shared < 2 || shared < Math.max(fields.length, header.length) / 2) return false
  if (filledCount(header.slice(0, shared)) < shared / 2) return false
  for (let index = 0; index < shared; index++) if ((fields[index] ?? '') !== (header[index] ?? '')) return false
  return true
}

function isGap({ kind, fields }: SampleRecord): boolean {
  return kind === 'blank' || (kind === 'values' && filledCount(fields) === 0)
}

function cutAtGaps(records: SampleRecord[]): SampleRecord[][] {
  const parts: SampleRecord[][] = []
  let part: SampleRecord[] | undefined
  for (const record of records) {
    if (record.kind === 'comment') continue
    if (isGap(record)) part = undefined
    else if (part) part.push(record)
    else {
      part = [record]
      parts.push(part)
    }
  }
  return parts
}

function cutAtHeaders(records: SampleRecord[]): SampleRecord[][] {
  const parts: SampleRecord[][] = []
  let start = 0
  for (let at = fewestRows; at < records.length; at++) {
    if (at - start < fewestRows || !beginsTable(records, start, at)) continue
    parts.push(records.slice(start, at))
    start = at
  }
  return [...parts, records.slice(start)]
}

function beginsTable(records: SampleRecord[], start: number, at: number): boolean {
  const fields = records[at]?.fields ?? []
  const header = records[start]?.fields ?? []
  if (repeats(fields, header)) return !repeats(records[at - 1]?.fields ?? [], header)
  const before = records[at - 1]?.fields.length
  if (fields.length < 2 || fields.length === before) return false
  const next = records.slice(at + 1, at + 4)
  const isNewWidth = next.length >= fewestRows && next.every((record) => record.fields.length === fields.length)
  return (
    isNewWidth &&
    records.slice(start, at).every((record) => record.fields.length === before) &&
    hasHeader(records.slice(at))
  )
}

/** Whether the first record is text above columns of values. */
function hasHeader(records: SampleRecord[]): boolean {
  const first = records[0]?.fields ?? []
  const body = records.slice(1, judgedRows).map(({ fields }) => fields)
  if (body.length === 0 || filledCount(first) < Math.max(2, first.length * 0.6)) return false
  if (first.some((field) => ['number', 'time'].includes(cellShape(field)))) return false
  return judgeHeader(first, body).votes > 0
}

/** Whether records after a gap are more rows of what stands before it. */
function continues(part: SampleRecord[], before: SampleRecord[]): boolean {
  const width = commonWidth(before)
  const fullest = Math.max(...before.slice(0, judgedRows).map(({ fields }) => filledCount(fields)))
  if (width < 2 || fullest <= width / 2) return false
  const first = part[0]?.fields ?? []
  if (repeats(first, before[0]?.fields ?? [])) return false
  return commonWidth(part) === width && first.length >= width && !isNote(first) && !hasHeader(part)
}

/** A text that stands alone in its line; a number that does is a row with gaps. */
function isNote(fields: Field[]): boolean {
  return filledCount(fields) <= 1 && fields.every((field) => ['empty', 'text'].includes(cellShape(field)))
}

function cellCount({ records }: Block): number {
  return records.reduce((sum, { fields }) => sum + (fields.length > 1 ? filledCount(fields) : 0), 0)
}

/** Keys and values above a table are no table of their own, though they are two columns. */
function isTable(block: Block, largest: number): boolean {
  const { records, width } = block
  const cells = cellCount(block)
  if (cells === largest) return width >= 2
  if (width < 2 || records.length < fewestRows) return false
  const start = records.findIndex(({ fields }) => fields.length === width)
  const isNamed = records.length > fewestRows && hasHeader(records.slice(start))
  const fullest = Math.max(...records.slice(0, judgedRows).map(({ fields }) => filledCount(fields)))
  return fullest > 2 ? isNamed || cells >= largest * largeShare : isNamed && cells >= largest * largeShare
}

/** Below a table, records of another width that all agree are another one, however small. */
function isFurtherTable({ records, width }: Block, mainWidth: number): boolean {
  if (width < 2 || records.length < fewestRows) return false
  return (
    hasHeader(records) ||
    (width !== mainWidth && records.every(({ fields }) => fields.length === width)) ||
    filledCount(records[0]?.fields ?? []) === width
  )
}
