import { eachElement, eachMember } from './scan-json.ts'
import { textOf } from './value-text.ts'

/** The rows of an object of columns as lists of JSON, and what the columns are called. */
export type TransposedColumns = { names: string[]; rows: Generator<Buffer> }

/** Turns columns into rows: `bytes` are an object whose members are lists of the same length, or objects with the same keys. */
export function transposeColumns(bytes: Buffer): TransposedColumns {
  const names: string[] = []
  const columns: string[][] = []
  eachMember(bytes, 0, (keyStart, keyEnd, start) => {
    const values: string[] = []
    const keep = (from: number, to: number) => {
      values.push(bytes.toString('utf8', from, to))
    }
    if (bytes[start] === 91) eachElement(bytes, start, keep)
    else eachMember(bytes, start, (_, __, from, to) => keep(from, to))
    names.push(textOf(bytes, keyStart, keyEnd).text)
    columns.push(values)
  })
  return { names, rows: rowsOf(columns) }
}

function* rowsOf(columns: string[][]): Generator<Buffer> {
  const count = Math.max(0, ...columns.map(({ length }) => length))
  for (let row = 0; row < count; row++) {
    yield Buffer.from(`[${columns.map((values) => values[row] ?? 'null').join(',')}]`)
  }
}
