import { cellShape } from './cell-shape.ts'
import type { Field, SampleRecord } from './collect-records.ts'

/**
 * Where the table stands in a text file: how many lines come before its header, how many lines and records its header
 * has, how many columns it has, and their names as written. `hasTrailingDelimiter` says that each record ends with a
 * delimiter that separates nothing.
 */
export type FoundTable = {
  preambleLines: number
  headerLines: number
  headerRecords: 0 | 1
  width: number
  sourceNames: Field[]
  hasTrailingDelimiter: boolean
  /** How many columns hold only what rows have beyond the header. */
  extraColumns: number
  headerBecause: string
}

const bodyRows = 500

/** Finds the table in the first records of a file. */
export function findTable(records: SampleRecord[]): FoundTable {
  const width = commonWidth(records)
  const first = firstTableRecord(records, width)
  const start = records[first]
  if (!start) {
    return {
      preambleLines: 0,
      headerLines: 0,
      headerRecords: 0,
      width: Math.max(width, 1),
      sourceNames: [],
      hasTrailingDelimiter: false,
      extraColumns: 0,
      headerBecause: 'There is no record.',
    }
  }
  const body = records
    .slice(first + 1)
    .filter(({ kind }) => kind === 'values')
    .slice(0, bodyRows)
    .map(({ fields }) => fields)
  const header = judgeHeader(start.fields, body)
  const hasTrailingDelimiter = endsWithDelimiter(start.fields, body, width, header.isHeader)
  return {
    preambleLines: start.line - 1,
    headerLines: header.isHeader ? start.lineCount : 0,
    headerRecords: header.isHeader ? 1 : 0,
    width: hasTrailingDelimiter ? width - 1 : width,
    sourceNames: header.isHeader ? start.fields : [],
    hasTrailingDelimiter,
    extraColumns: 0,
    headerBecause: header.because,
  }
}

/** The width of most records; of several equally frequent ones the largest. */
function commonWidth(records: SampleRecord[]): number {
  const byWidth = new Map<number, number>()
  for (const { kind, fields } of records) {
    if (kind === 'values') byWidth.set(fields.length, (byWidth.get(fields.length) ?? 0) + 1)
  }
  const [width] = [...byWidth].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0]
  return width
}

/** The first record that belongs to the table: a line above it is a title, a note or blank. */
function firstTableRecord(records: SampleRecord[], width: number): number {
  const first = records.findIndex(({ kind, fields }) => kind === 'values' && fields.length === width)
  if (width === 1) return first
  const before = records[first - 1]
  if (before?.kind === 'values' && looksLikeShortHeader(before.fields, width)) return first - 1
  let at = first
  while (at >= 0 && at < records.length && isTitle(records[at], records[at + 1], width)) at++
  return at
}

function looksLikeShortHeader(fields: Field[], width: number): boolean {
  return fields.length > 1 && fields.length >= width / 2 && fields.every((field) => cellShape(field) === 'text')
}

/** A title that a spreadsheet padded with delimiters: one value, and a fuller line follows. */
function isTitle(record: SampleRecord | undefined, next: SampleRecord | undefined, width: number): boolean {
  if (width < 3 || !record || !next) return false
  return filled(record.fields) <= 1 && filled(next.fields) > width / 2
}

function filled(fields: Field[]): number {
  return fields.filter((field) => cellShape(field) !== 'empty').length
}

/** Whether the first record names the columns, from what stands above and below each other. */
function judgeHeader(first: Field[], body: Field[][]): { isHeader: boolean; because: string } {
  if (filled(first) === 0) return { isHeader: false, because: 'The first record is empty.' }
  if (body.length === 0) {
    const isHeader = first.every((field) => cellShape(field) === 'text')
    return { isHeader, because: isHeader ? 'The only record is all text.' : 'The only record holds values.' }
  }
  let votes = 0
  for (const [index, name] of first.entries()) votes += headerVote(name, body, index)
  if (votes > 0) return { isHeader: true, because: 'Its cells are text above columns of values.' }
  if (votes < 0) return { isHeader: false, because: 'Its cells look like the values below them.' }
  const names = first.filter((field) => field !== null)
  const isHeader = new Set(names).size === names.length && names.every((name) => cellShape(name) === 'text')
  return {
    isHeader,
    because: isHeader ? 'All columns are text and its cells differ from each other.' : 'Its cells are no names.',
  }
}

function headerVote(name: Field, body: Field[][], index: number): number {
  const shape = cellShape(name)
  const shapes = body.map((fields) => cellShape(fields[index] ?? null)).filter((found) => found !== 'empty')
  if (shape === 'empty' || shapes.length === 0) return 0
  const typed = shapes.filter((found) => found !== 'text').length / shapes.length
  if (shape === 'text' && typed > 0.6) return 1
  if (isYear(name) && typed > 0.6) return body.some((fields) => isYear(fields[index] ?? null)) ? -1.5 : 0.5
  if (shape !== 'text') return typed > 0.6 ? -1.5 : -0.25
  return body.some((fields) => fields[index] === name) ? -0.5 : 0
}

function isYear(field: Field): boolean {
  return /^(19|20)\d\d$/.test(field?.trim() ?? '')
}

function endsWithDelimiter(first: Field[], body: Field[][], width: number, isHeader: boolean): boolean {
  if (width < 2) return false
  const rows = body.filter(({ length }) => length === width)
  const lastIsEmpty = rows.length > 0 && rows.every((fields) => fields[width - 1] === null)
  return (
    lastIsEmpty && isHeader && (first.length === width - 1 || (first.length === width && first[width - 1] === null))
  )
}
