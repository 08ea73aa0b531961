import { cellShape } from './cell-shape.ts'
import { collectRecords, type SampleRecord } from './collect-records.ts'
import type { Dialect } from './dialect.ts'
import { headerVotes } from './judge-header.ts'
import { commonWidth } from './split-tables.ts'

/** The dialect that fits a sample best, how well (0 to 1), and the best one with another delimiter. */
export type FoundDialect = {
  dialect: Dialect
  score: number
  runnerUp: { dialect: Dialect; score: number } | null
  /** The best one with the same delimiter and other quotes. */
  quoteRunnerUp?: Dialect | null
}

const delimiters = [',', ';', '\t', '|', ', ', '; ', ' ', ':', '^', '~', '||', '\t\t', '\x1f'] as const

/** Delimiters that ordinary text is full of: they need cells that are numbers or times on both sides. */
const weakDelimiters = new Set([' ', ':', ', ', '; '])

const usualDelimiters = new Set([',', ';', '\t'])
const judgedRows = 50
const mostlySpaced = 0.98

/** Times and sentences divide evenly at weak delimiters too, so those count for less beside others. */
const weakShare = 0.5

const usualHeadBytes = 64 * 1024
const fewestLines = 20

/** What is known of a dialect before a look at the file. */
export type GivenDialect = {
  delimiter?: string | undefined
  quote?: string | null | undefined
  escape?: string | null | undefined
}

/** The dialect of a file in which nothing separates values. */
const singleColumn: Dialect = { delimiter: '\x1f', quote: '"', escape: '"', comment: null }

/**
 * Tries every dialect on the beginning of a file: the one whose records have the same number of values, and whose
 * values look like values, wins. A file that no delimiter divides evenly is a single column.
 */
export function sniffDialect(sample: Uint8Array, isWhole: boolean, given: GivenDialect = {}): FoundDialect {
  const head = sample.subarray(0, Math.max(usualHeadBytes, endOfLines(sample)))
  const isAll = isWhole && head.length === sample.length
  const scored = candidates(head, given)
    .map((dialect) => ({ dialect, score: scoreDialect(collectRecords(head, dialect, isAll), dialect) }))
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  if (best && given.delimiter !== undefined) return { ...best, runnerUp: null }
  if (!best || best.score <= 0.02) {
    return { dialect: singleColumnDialect(head, given), score: 1, runnerUp: best ?? null }
  }
  const runnerUp = scored.find(({ dialect }) => dialect.delimiter !== best.dialect.delimiter) ?? null
  const spaced = spacedDialect(scored, best.dialect, head, isAll)
  if (spaced) return { ...spaced, runnerUp: best, quoteRunnerUp: null }
  const otherQuote = scored
    .slice(1)
    .find(({ dialect, score }) => dialect.delimiter === best.dialect.delimiter && score > 0)
  return {
    ...best,
    runnerUp: runnerUp && runnerUp.score > 0 ? runnerUp : null,
    quoteRunnerUp: otherQuote?.dialect ?? null,
  }
}

/** The dialect with a blank after each delimiter, where one follows every delimiter of the file. */
function spacedDialect(
  scored: { dialect: Dialect; score: number }[],
  { delimiter, quote, escape: mark }: Dialect,
  head: Uint8Array,
  isWhole: boolean,
): { dialect: Dialect; score: number } | undefined {
  const dialect = { delimiter: `${delimiter} `, quote, escape: mark, comment: null }
  const known = scored.find((one) => one.dialect.delimiter === dialect.delimiter)
  if (!known) return undefined
  const rows = collectRecords(head, { ...dialect, delimiter }, isWhole).filter(({ kind }) => kind === 'values')
  const width = commonWidth(rows)
  const cells = rows.filter(({ fields }) => fields.length === width).flatMap(({ fields }) => fields.slice(1))
  const spaced = cells.filter((cell) => cell?.startsWith(' ')).length
  return width > 1 && spaced > 0 && spaced >= cells.length * mostlySpaced ? { ...known, dialect } : undefined
}

/** Lines may be long: the index after the first few of them. */
function endOfLines(sample: Uint8Array): number {
  let at = 0
  for (let line = 0; line < fewestLines; line++) {
    const next = sample.indexOf(10, at)
    if (next < 0) return sample.length
    at = next + 1
  }
  return at
}

function candidates(head: Uint8Array, given: GivenDialect): Dialect[] {
  const text = Buffer.from(head).toString('utf8')
  const present =
    given.delimiter !== undefined ? [given.delimiter] : delimiters.filter((delimiter) => text.includes(delimiter))
  return present.flatMap((delimiter) =>
    quotings(text, given).map((quoting) => ({ delimiter, ...quoting, comment: null })),
  )
}

function quotings(text: string, given: GivenDialect): Pick<Dialect, 'quote' | 'escape'>[] {
  if (given.quote === null) return [{ quote: null, escape: null }]
  if (given.quote !== undefined) {
    const quote = given.quote
    if (given.escape !== undefined) return [{ quote, escape: given.escape }]
    return [quote, ...(text.includes(`\\${quote}`) ? ['\\'] : [])].map((mark) => ({ quote, escape: mark }))
  }
  const found = usualQuotings(text)
  return given.escape === undefined ? found : found.map(({ quote }) => ({ quote, escape: given.escape ?? null }))
}

function usualQuotings(text: string): Pick<Dialect, 'quote' | 'escape'>[] {
  const found: Pick<Dialect, 'quote' | 'escape'>[] = [{ quote: '"', escape: '"' }]
  if (text.includes('\\"')) found.push({ quote: '"', escape: '\\' })
  if (text.includes("'")) {
    found.push({ quote: "'", escape: "'" })
    if (text.includes("\\'")) found.push({ quote: "'", escape: '\\' })
  }
  return found
}

function singleColumnDialect(head: Uint8Array, { quote }: GivenDialect): Dialect {
  if (quote !== undefined) return { ...singleColumn, quote, escape: quote }
  const text = Buffer.from(head).toString('utf8')
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '')
  const quotedLines = lines.filter((line) => /^'.*'$/.test(line)).length
  return quotedLines > lines.length / 2 ? { ...singleColumn, quote: "'", escape: "'" } : singleColumn
}

/** Between 0 and 1: evenness of the records (shares of the record widths, squared) times how clean the cells are. */
function scoreDialect(records: SampleRecord[], dialect: Dialect): number {
  const rows = records.filter(({ kind }) => kind === 'values').map(({ fields }) => fields)
  if (rows.length === 0) return 0
  if (dialect.quote === "'" && records.every(({ quotedCount }) => quotedCount === 0)) return 0
  const byWidth = new Map<number, number>()
  for (const { length } of rows) byWidth.set(length, (byWidth.get(length) ?? 0) + 1)
  const [width] = [...byWidth].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] as [number, number]
  if (width < 2 && rows.length > 1) return 0
  let evenness = 0
  for (const [length, count] of byWidth) evenness += (count / rows.length) ** 2 * ((length - 1) / length)
  const even = rows.filter(({ length }) => length === width)
  const cells = even.flat()
  const isWeak = weakDelimiters.has(dialect.delimiter)
  const isList = dialect.delimiter === ':' && width > 2 && rows.length > 2 && even.length === rows.length
  if (isWeak && ((!mostlyTyped(cells) && !isList) || linesAreValues(records))) return 0
  if (isOneColumn(records, width, dialect)) return 0
  const unclosed = records.some(({ kind }) => kind === 'unclosed') ? 0.5 : 1
  const used = usedColumns(even, width)
  const clean = cleanliness(
    even.flatMap((fields) => used.map((column) => fields[column] ?? null)),
    dialect,
  )
  return evenness * clean ** 2 * (used.length / width) * unclosed * (isWeak ? weakShare : 1)
}

/** The columns with a value: half of a delimiter of two characters leaves every second one empty, which is not clean. */
function usedColumns(rows: (string | null)[][], width: number): number[] {
  return Array.from({ length: width }, (_, column) => column).filter((column) =>
    rows.some((fields) => fields[column] !== null),
  )
}

function mostlyTyped(cells: (string | null)[]): boolean {
  const typed = cells.filter((cell) => cellShape(cell) !== 'text').length
  return typed >= cells.length / 2
}

/** Lines that are one time each have nothing to separate, though a time is full of colons. */
function linesAreValues(records: SampleRecord[]): boolean {
  const lines = records.filter(({ kind }) => kind === 'values').slice(1)
  return lines.length > 0 && lines.every(({ raw }) => ['time', 'empty'].includes(cellShape(raw)))
}

/**
 * Whether a delimiter only divides the values of one column: its name, which is not divided, stands right above them, or
 * there are but two columns that anything could be.
 */
function isOneColumn(records: SampleRecord[], width: number, { delimiter }: Dialect): boolean {
  const values = records.filter(({ kind }) => kind === 'values')
  const [first, second] = values
  const isWeak = weakDelimiters.has(delimiter)
  const bodyOf = (from: number) => values.slice(from, from + judgedRows).map(({ fields }) => fields)
  if (first?.fields.length === 1 && second?.fields.length === width && second.line === first.line + first.lineCount) {
    const votes = headerVotes(second.fields, bodyOf(2))
    if (votes > 0) return false
    if (width > 2) return isWeak
    return votes < 0 || !usualDelimiters.has(delimiter) || values.slice(1).every(({ fields }) => isSpaced(fields))
  }
  if (!isWeak || width > 2 || values.length < 2) return false
  const isTyped = values.every(({ fields }) => fields.every((field) => ['number', 'empty'].includes(cellShape(field))))
  return !isTyped && headerVotes(first?.fields ?? [], bodyOf(1)) <= 0
}

/** Whether a blank follows the delimiter, as in a name or a sentence. */
function isSpaced(fields: (string | null)[]): boolean {
  return fields.slice(1).every((field) => field?.startsWith(' '))
}

function cleanliness(cells: (string | null)[], dialect: Dialect): number {
  let clean = 0
  for (const cell of cells) clean += cellCleanliness(cell, dialect)
  return clean / Math.max(cells.length, 1)
}

function cellCleanliness(cell: string | null, dialect: Dialect): number {
  if (cell === null || cell === '') return 0.95
  const isBalanced = /^(?:[^"]*"[^"]*")+[^"]*$/.test(cell)
  if (isBalanced && dialect.escape === '\\') return 0.95
  if (isBalanced && dialect.quote === "'") return 0.6
  if (cell.startsWith('"') || cell.endsWith('"')) return 0.2
  if (dialect.escape !== '\\' && /\\["']/.test(cell)) return 0.3
  if (dialect.quote !== "'" && /^'.*'$|^'|[^s]'$/.test(cell)) return 0.5
  if (cell !== cell.trim()) return 0.85
  if (cellShape(cell) !== 'text') return 1
  if (dialect.delimiter !== '\t' && cell.includes('\t')) return 0.5
  return /[;|]/.test(cell) ? 0.8 : 0.97
}
