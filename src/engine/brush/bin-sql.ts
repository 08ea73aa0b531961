import { QuestionError } from '../query/question-error.ts'

/** The values of a column around a number: the first that is not less, the one before it, and the first that is more. */
export type Neighbours = {
  above(number: number): number
  below(number: number): number
  beyond(number: number): number
}

/** A straight line whose floor is the number of a cell. */
type Line = { low: number; factor: number }

const mostFineCells = 8192
const tiny = 1e-9

/** The type that holds a slot: of one byte if it can, since two such keys are counted without a hash table. */
export function slotType(slots: number): 'UTINYINT' | 'USMALLINT' {
  return slots > 254 ? 'USMALLINT' : 'UTINYINT'
}

/**
 * Which bin a number is in, as SQL: 0 for the first, null or a number beyond the last for what is in none. `x` is SQL of
 * type DOUBLE, `edges` ascend. Where a multiplication is proved to place every value that the column can have as the
 * edges would, it is all there is; else it guesses and one comparison decides. Throws `QuestionError` for edges too
 * uneven to guess.
 */
export function binSql(x: string, edges: readonly number[], neighbours: Neighbours, path: string): string {
  const bins = edges.length - 1
  const type = slotType(bins)
  const exact = exactLine(edges, neighbours)
  if (exact) return `TRY_CAST(${floorSql(x, exact)} AS ${type})`
  const passed = passedSql(x, edges, path)
  const next = list([...edges.slice(1, -1), neighbours.beyond(edges.at(-1) as number)], 'DOUBLE')
  return `TRY_CAST(${passed} + (${x} >= list_extract(${next}, ${passed} + 1))::UTINYINT AS ${type})`
}

/**
 * A line that begins a little below the first edge and rises a little slower, so that the last edge stays in the last
 * bin. Its floor never falls, so that it is enough to look at both sides of every edge.
 */
function exactLine(edges: readonly number[], { above, below, beyond }: Neighbours): Line | undefined {
  const [first, last] = [edges[0] as number, edges.at(-1) as number]
  const bins = edges.length - 1
  const width = (last - first) / bins
  const line = { low: first - (bins - 0.5) * tiny * width, factor: (1 - tiny) / width }
  const place = placeOn(line)
  const isExact = edges.every((edge, index) => {
    if (index === bins) return place(edge) < bins && place(beyond(edge)) >= bins
    return place(above(edge)) >= index && place(below(edge)) < index
  })
  return isExact ? line : undefined
}

/** How many edges after the first lie surely at or below a number; at most one more does. */
function passedSql(x: string, edges: readonly number[], path: string): string {
  const even = evenLine(edges)
  if (even) return cellSql(x, even)
  const fine = fineLine(edges)
  if (fine) return `list_extract(${list(fine.passed, 'USMALLINT')}, ${cellSql(x, fine)} + 1)`
  const logarithmic = (edges[0] as number) > 0 ? fineLine(edges.map(Math.log)) : undefined
  if (!logarithmic)
    throw new QuestionError(path, 'These edges lie too unevenly for one axis. Use fewer, or more even ones.')
  const ln = `(CASE WHEN ${x} >= ${double(edges[0] as number)} THEN ln(${x}) END)`
  const low = logarithmic.low - logarithmic.slack / 2
  return `list_extract(${list(logarithmic.passed, 'USMALLINT')}, ${cellSql(ln, { ...logarithmic, low })} + 1)`
}

/** Bins of equal width: a line that rises so little slower that it reaches no edge too early. */
function evenLine(edges: readonly number[]): Line | undefined {
  const [first, last] = [edges[0] as number, edges.at(-1) as number]
  const line = { low: first, factor: ((1 - tiny) * (edges.length - 1)) / (last - first) }
  const place = placeOn(line)
  const isEven = edges.every((edge, index) => index === 0 || place(edge) === index - 1)
  return isEven && Number.isFinite(line.factor) ? line : undefined
}

/** Cells so fine that none has two edges, and for each how many lie surely below it. */
function fineLine(edges: readonly number[]): (Line & { passed: number[]; slack: number }) | undefined {
  const [first, last] = [edges[0] as number, edges.at(-1) as number]
  const narrowest = Math.min(...edges.slice(1).map((edge, index) => edge - (edges[index] as number)))
  const cells = Math.ceil(((last - first) / narrowest) * 1.5)
  const slack = (last - first) * tiny
  const line = { low: first, factor: cells / (last - first) }
  if (!(cells <= mostFineCells) || !Number.isFinite(line.factor)) return undefined
  let count = 0
  const passed = Array.from({ length: cells + 1 }, (_, cell) => {
    const start = first + cell / line.factor - slack
    while (count < edges.length - 2 && (edges[count + 1] as number) < start) count++
    return count
  })
  return { ...line, passed, slack }
}

function placeOn({ low, factor }: Line) {
  return (value: number) => Math.floor((value - low) * factor)
}

function floorSql(x: string, { low, factor }: Line): string {
  return `floor((${x} - ${double(low)}) * ${double(factor)})`
}

function cellSql(x: string, line: Line): string {
  return `TRY_CAST(${floorSql(x, line)} AS USMALLINT)`
}

function list(numbers: readonly number[], type: string): string {
  return `[${numbers.map((number) => (type === 'DOUBLE' ? double(number) : number)).join(', ')}]::${type}[]`
}

function double(number: number): string {
  return `'${number}'::DOUBLE`
}
