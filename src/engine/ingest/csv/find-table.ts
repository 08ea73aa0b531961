import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { cellShape } from './cell-shape.ts'
import type { Field, SampleRecord } from './collect-records.ts'
import { type ColumnLook, columnLooks } from './column-looks.ts'
import type { Dialect } from './dialect.ts'
import { findHeader } from './find-header.ts'
import { filledCount, judgeHeader } from './judge-header.ts'
import { haveRowNames } from './row-names.ts'
import { splitAgain } from './split-again.ts'
import { type Block, commonWidth, repeats, splitTables } from './split-tables.ts'

/**
 * Where the table stands in a text file: how many lines come before its header, how many lines and records its header
 * has (and how many of units follow), how many columns it has, and their names as written, those of several rows joined.
 * It ends before `endLine`, where something else begins, or with the file. `hasTrailingDelimiter` says that each record
 * ends with a delimiter that separates nothing.
 */
export type FoundTable = {
  preambleLines: number
  headerLines: number
  headerRecords: number
  unitsRecords: 0 | 1
  endLine: number | null
  width: number
  sourceNames: Field[]
  units: Field[]
  hasTrailingDelimiter: boolean
  /** How many columns hold only what rows have beyond the header. */
  extraColumns: number
  /** Those columns are there for the sake of a few rows, which are too long for all others. */
  areExtraFromRows: boolean
  /** The header comes again so often that it only repeats itself, as at the top of each page. */
  hasPageHeaders: boolean
  looks: ColumnLook[]
  headerBecause: string
  /** Its first record may as well hold values. */
  isHeaderOpen: boolean
}

/** One of the tables of a file: its lines (the last one is null where it goes on to the end) and its size in the sample. */
export type TablePlace = { firstLine: number; endLine: number | null; width: number; rows: number; name: string | null }

const bodyRows = 500
const pageHeaders = 2
const mostTitles = 20
const rowNamesBecause =
  'Each row has one value more, at its beginning: the first column names the rows and has no name.'

/** Finds the table in the first records of a file, and the other tables beside it; a person may have said what is what. */
export function findTable(
  records: SampleRecord[],
  dialect: Dialect,
  options: ReadingOptions = {},
): { table: FoundTable; tables: TablePlace[] } {
  const from = options.skip_rows ?? 0
  const below = records.filter(({ line }) => line > from)
  const blocks = splitTables(below)
  const isPaged = hasPageHeaders(blocks)
  const tables = isPaged ? [joined(blocks)] : blocks.filter(({ isTable }) => isTable)
  const places = tables.map((block, index) => placeOf(block, blocks, tables[index + 1]))
  const chosen = tables[options.table_index ?? 0] ?? tables[0]
  if (!chosen) return { table: noTable(commonWidth(below), from), tables: [] }
  const table = tableOf(headerSplit(chosen, below, dialect), options, from)
  const next = blocks.slice(blocks.indexOf(chosen) + 1)
  const endLine = next.some(({ isTable }) => isTable) && !isPaged ? (next[0]?.records[0]?.line ?? null) : null
  return { table: { ...table, endLine, hasPageHeaders: isPaged }, tables: places }
}

/** A block with the line above it as its first record, where that names the columns but is separated by another mark. */
function headerSplit(block: Block, records: SampleRecord[], dialect: Dialect): Block {
  const { width } = block
  const first = block.records.findIndex(({ fields }) => fields.length === width)
  const record = block.records[first - 1] ?? (first === 0 ? before(records, block.records[0]) : undefined)
  if (width < 3 || record?.kind !== 'values' || record.fields.length > 2) return block
  const [header = [], ...body] = block.records.slice(Math.max(first, 0)).map(({ fields }) => fields)
  if (judgeHeader(header, body).isHeader) return block
  for (const fields of splitAgain(record.raw, dialect, width)) {
    if (!fields.every(isName)) continue
    return { ...block, records: [{ ...record, fields }, ...block.records.slice(Math.max(first, 0))] }
  }
  return block
}

function before(records: SampleRecord[], record: SampleRecord | undefined): SampleRecord | undefined {
  return record && records[records.indexOf(record) - 1]
}

function hasPageHeaders(blocks: Block[]): boolean {
  const tables = blocks.filter(({ isTable }) => isTable)
  const header = tables[0]?.records[0]?.fields ?? []
  const again = tables.slice(1).filter(({ records, width }) => {
    const fields = records[0]?.fields ?? []
    return width === tables[0]?.width && fields.length === header.length && repeats(fields, header)
  })
  return again.length >= pageHeaders && again.length === tables.length - 1
}

function joined(blocks: Block[]): Block {
  const tables = blocks.filter(({ isTable }) => isTable)
  const [first, ...others] = tables
  const records = [...(first?.records ?? []), ...others.flatMap((block) => block.records.slice(1))]
  return { records, width: first?.width ?? 0, isTable: true }
}

function placeOf({ records, width }: Block, blocks: Block[], next: Block | undefined): TablePlace {
  const first = records[0]
  const title = blocks[blocks.findIndex((block) => block.records[0] === first) - 1]
  const name = title && !title.isTable && title.records.length === 1 ? (title.records[0]?.fields[0] ?? null) : null
  const start = firstTableRecord(records, width)
  return {
    firstLine: (records[start] ?? first)?.line ?? 1,
    endLine: next?.records[0]?.line ?? null,
    width,
    rows: Math.max(records.length - start - 1, 0),
    name,
  }
}

function tableOf({ records, width }: Block, options: ReadingOptions, from: number): FoundTable {
  const values = records.filter(({ kind }) => kind === 'values')
  const first = options.skip_rows === undefined ? firstTableRecord(values, width) : 0
  const start = values[first]
  if (!start) return noTable(width, from)
  const lines = values.slice(first, first + bodyRows)
  const header = findHeader(
    lines.map(({ fields }, index) => (index === 0 ? withoutEmpty(fields, width) : fields)),
    options.header_rows,
  )
  const body = lines.slice(header.records + header.unitsRecords).map(({ fields }) => fields)
  const hasTrailingDelimiter = endsWithDelimiter(header.names, body, width, header.records > 0)
  const columns = hasTrailingDelimiter ? width - 1 : width
  const beside: Field[] = haveRowNames(header.names, body, columns) ? [null] : []
  const named = beside.length + header.names.length
  return {
    preambleLines: options.skip_rows ?? start.line - 1,
    headerLines: lines.slice(0, header.records).reduce((sum, { lineCount }) => sum + lineCount, 0),
    headerRecords: header.records,
    unitsRecords: header.unitsRecords,
    endLine: null,
    width: columns,
    sourceNames: [...beside, ...header.names].slice(0, columns),
    units: header.units.length > 0 ? [...beside, ...header.units] : [],
    hasTrailingDelimiter,
    extraColumns: header.records > 0 && named < columns ? columns - named : 0,
    areExtraFromRows: false,
    hasPageHeaders: false,
    looks: columnLooks(body, width).slice(0, columns),
    headerBecause: beside.length > 0 ? `${header.because} ${rowNamesBecause}` : header.because,
    isHeaderOpen: header.isOpen,
  }
}

/** A header that is too long by empty names, without those. */
function withoutEmpty(fields: Field[], width: number): Field[] {
  const filled = fields.filter((field) => cellShape(field) !== 'empty')
  return fields.length > width && filled.length === width ? filled : fields.slice(0, Math.max(width, 1))
}

function noTable(width: number, preambleLines: number): FoundTable {
  return {
    preambleLines,
    headerLines: 0,
    headerRecords: 0,
    unitsRecords: 0,
    endLine: null,
    width: Math.max(width, 1),
    sourceNames: [],
    units: [],
    hasTrailingDelimiter: false,
    extraColumns: 0,
    areExtraFromRows: false,
    hasPageHeaders: false,
    looks: [],
    headerBecause: 'There is no record.',
    isHeaderOpen: false,
  }
}

/** The first record that belongs to the table: a line above it is a title or a note. */
function firstTableRecord(records: SampleRecord[], width: number): number {
  const first = records.findIndex(({ kind, fields }) => kind === 'values' && fields.length === width)
  if (width === 1 || first < 0) return first
  const before = records[first - 1]
  if (
    before?.kind === 'values' &&
    (looksLikeShortHeader(before.fields, width) || looksLikeLongHeader(before.fields, width))
  )
    return first - 1
  let at = first
  while (isTitle(records, at, width)) at++
  return at
}

function looksLikeShortHeader(fields: Field[], width: number): boolean {
  return fields.length > 1 && fields.length >= width / 2 && fields.every(isName)
}

function looksLikeLongHeader(fields: Field[], width: number): boolean {
  return fields.length > width && fields.length <= width + 3 && withoutEmpty(fields, width).every(isName)
}

function isName(field: Field): boolean {
  return cellShape(field) === 'text'
}

/** A title that a spreadsheet padded with delimiters: one value, and a fuller line follows soon. */
function isTitle(records: SampleRecord[], at: number, width: number): boolean {
  if (width < 3 || filledCount(records[at]?.fields ?? [null, null]) > 1) return false
  const next = records.slice(at + 1, at + mostTitles).find(({ fields }) => filledCount(fields) > 1)
  return next !== undefined && filledCount(next.fields) > width / 2
}

function endsWithDelimiter(header: Field[], body: Field[][], width: number, isHeader: boolean): boolean {
  if (width < 2) return false
  const rows = body.filter(({ length }) => length === width)
  const lastIsEmpty = rows.length > 0 && rows.every((fields) => fields[width - 1] === null)
  return (
    lastIsEmpty && isHeader && (header.length === width - 1 || (header.length === width && header[width - 1] === null))
  )
}
