import { JsonSyntaxError } from './json-syntax.ts'
import { eachElement } from './scan-json.ts'
import { textOf } from './value-text.ts'

/** Whether the first list of a list of lists holds the names of the columns; `isOpen`: it may as well be a row. */
export type ListHeader = { names: string[] | undefined; isOpen: boolean; because: string }

const mostRows = 200
const QUOTE = 34
const NULL = 110

/** Judges the first list by those below it, as far as `bytes` (from the bracket on) show them; `given` is what a person says. */
export function judgeListHeader(bytes: Buffer, given: number | undefined): ListHeader {
  const rows = firstRows(bytes)
  const [first = []] = rows
  const names = first.map(({ start, end, kind }) =>
    kind === QUOTE ? textOf(bytes, start, end).text : kind === NULL ? '' : bytes.toString('utf8', start, end),
  )
  if (given !== undefined) {
    return { names: given > 0 ? names : undefined, isOpen: false, because: 'A person has said so.' }
  }
  const areNames =
    rows.length > 1 &&
    first.length > 0 &&
    first.every(({ kind }) => kind === QUOTE) &&
    names.every((name) => name.trim() !== '') &&
    new Set(names).size === names.length
  if (!areNames) return { names: undefined, isOpen: false, because: 'The first list holds no names.' }
  const below = rows.slice(1)
  if (below.some((row) => row.some(({ kind }, place) => place < names.length && kind !== QUOTE && kind !== NULL))) {
    return { names, isOpen: false, because: 'Its values are texts above columns of other values.' }
  }
  const recurs = below.some((row) =>
    row.some(({ start, end }, place) => names[place] === textOf(bytes, start, end).text),
  )
  return recurs
    ? { names: undefined, isOpen: false, because: 'The values of the first list come up again below it.' }
    : { names, isOpen: true, because: 'Its texts differ from each other and from all below them.' }
}

type Cell = { start: number; end: number; kind: number }

/** What breaks further down is told of when all of it is read. */
function firstRows(bytes: Buffer): Cell[][] {
  const rows: Cell[][] = []
  try {
    eachElement(bytes, 0, (row) => {
      if (rows.length >= mostRows) return
      const cells: Cell[] = []
      eachElement(bytes, row, (start, end) => cells.push({ start, end, kind: bytes[start] as number }))
      rows.push(cells)
    })
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
  }
  return rows
}
