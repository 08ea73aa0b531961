import { cellShape } from './cell-shape.ts'
import type { Field } from './collect-records.ts'
import { filledCount, headerVotes, judgeHeader } from './judge-header.ts'
import { repeats } from './split-tables.ts'
import { isNamedUnit, isUnit, unitOf } from './unit-words.ts'

/**
 * The records above the first row: how many name the columns, how many give their units, and the names as written. It
 * `isOpen` whether there is a header when nothing tells names from values.
 */
export type FoundHeader = {
  records: number
  unitsRecords: 0 | 1
  names: Field[]
  units: (string | null)[]
  because: string
  isOpen: boolean
}

const mostHeaderRows = 5

/** Finds the header in the first records of a table; `count` is how many rows it has where a person has said so. */
export function findHeader(records: Field[][], count?: number): FoundHeader {
  if (count !== undefined) return withRows(records, count, 'A person has said so.')
  const [first = [], ...body] = records
  const again = body.findIndex((fields) => !repeats(fields, first))
  const judged = judgeHeader(first, again > 0 ? body.slice(again) : body)
  if (!judged.isHeader) {
    return { records: 0, unitsRecords: 0, names: [], units: [], because: judged.because, isOpen: false }
  }
  const headerRows = countHeaderRows(records)
  const because = headerRows > 1 ? 'Its rows are text above columns of values.' : judged.because
  return {
    ...withRows(records, headerRows, because),
    isOpen: judged.votes === 0 && headerRows === 1 && isLikeRows(first, body),
  }
}

/** Whether nothing tells a first record of text from the rows below it: neither a type nor the way it is written. */
function isLikeRows(first: Field[], body: Field[][]): boolean {
  if (first.length < 2 || body.length < 2) return false
  return first.every((name, column) => {
    const styles = new Set(body.map((fields) => styleOf(fields[column] ?? null)))
    return styles.has(styleOf(name))
  })
}

function styleOf(field: Field): string {
  const text = field?.trim() ?? ''
  if (cellShape(text) !== 'text') return cellShape(text)
  const blanks = /\s/.test(text) ? ' ' : ''
  const digits = /\d/.test(text) ? '0' : ''
  return (text === text.toLowerCase() ? 'a' : text === text.toUpperCase() ? 'A' : 'Aa') + blanks + digits
}

function withRows(records: Field[][], count: number, because: string): FoundHeader {
  const below = records[count]
  const hasUnits =
    count > 0 && below !== undefined && records.length > count + 1 && isUnits(below, records.slice(count + 1))
  return {
    records: count,
    unitsRecords: hasUnits ? 1 : 0,
    names: joinNames(records.slice(0, count)),
    units: hasUnits ? below.map(unitOf) : [],
    because,
    isOpen: false,
  }
}

/** The rows that all are text, where columns below are of a type, or that repeat the first one. */
function countHeaderRows(records: Field[][]): number {
  const first = records[0] ?? []
  let rows = 1
  while (rows < mostHeaderRows && rows < records.length - 1 && repeats(records[rows] ?? [], first)) rows++
  if (rows > 1) return rows
  while (rows < mostHeaderRows && rows < records.length - 2 && isFurtherHeader(records, rows)) rows++
  return rows
}

function isFurtherHeader(records: Field[][], at: number): boolean {
  const row = records[at] ?? []
  const body = records.slice(at + 1)
  if (
    isUnits(row, body) ||
    row.some((field) => ['number', 'time', 'flag'].includes(cellShape(field)) && !isYear(field))
  )
    return false
  const typed = typedColumns(body, row.length)
  const named = typed.filter((column) => cellShape(row[column] ?? null) === 'text')
  const last = records[at - 1] ?? []
  const isGrouped = filledCount(last) < last.length && filledCount(row) > filledCount(last)
  if (typed.length === 0) return isGrouped && filledCount(row) === row.length && new Set(row).size === row.length
  return (
    headerVotes(row, body) > 0 &&
    named.length >= Math.max(1, typed.length * (isGrouped ? 0.5 : 0.8)) &&
    typed.length >= 2
  )
}

function isYear(field: Field): boolean {
  return /^(19|20)\d\d$/.test(field?.trim() ?? '')
}

function typedColumns(body: Field[][], width: number): number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) => {
    const shapes = body.map((fields) => cellShape(fields[column] ?? null)).filter((shape) => shape !== 'empty')
    return shapes.length > 0 && shapes.filter((shape) => shape !== 'text').length / shapes.length > 0.6
  })
}

/**
 * Units stand under the names of columns of numbers, and hardly anything else stands in their row. What comes up again below
 * it in a column of text is a value.
 */
function isUnits(row: Field[], body: Field[][]): boolean {
  const filled = row.flatMap((field, column) => (cellShape(field) === 'empty' ? [] : [column]))
  const marked = filled.filter((column) => isUnit(row[column] as string))
  if (filled.length === 0 || marked.length < filled.length * 0.7) return false
  const typed = new Set(typedColumns(body, row.length))
  const named = marked.filter((column) => isNamedUnit(row[column] as string))
  const recurs = named.some(
    (column) => !typed.has(column) && body.some((fields) => fields[column]?.trim() === row[column]?.trim()),
  )
  return !recurs && named.some((column) => typed.has(column))
}

/**
 * The rows of a header as one: the names of a column joined by a blank. The name of a group, which stands above the first
 * of its columns, belongs to the empty ones after it too.
 */
function joinNames(rows: Field[][]): Field[] {
  if (rows.length <= 1) return rows[0] ?? []
  const width = Math.max(...rows.map((row) => row.length))
  const last = rows.at(-1) ?? []
  const isBelowGroups = filledCount(last) >= width - 1
  const spread = rows.map((row, index) => (index < rows.length - 1 && isBelowGroups ? spreadGroups(row, width) : row))
  return Array.from({ length: width }, (_, column) => {
    const parts = spread.map((row) => row[column] ?? '').filter((part) => part.trim() !== '')
    return parts.length === 0 ? null : parts.join(' ')
  })
}

function spreadGroups(row: Field[], width: number): Field[] {
  let group: Field = null
  return Array.from({ length: width }, (_, column) => {
    const name = row[column] ?? null
    if (name !== null && name.trim() !== '') group = name
    return group
  })
}
