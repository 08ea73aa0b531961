import { eachElement, eachMember } from './scan-json.ts'
import { textOf } from './value-text.ts'

/** A row as a list of JSON, with the values whose keys came again and the names of their columns. */
export type TransposedRow = { bytes: Buffer; repeated: { column: string; value: string }[] }

type Column = { values: string[]; repeated: Map<number, string[]> }

/** What the columns are called of which `bytes` are an object. */
export function namesOfColumns(bytes: Buffer): string[] {
  const names: string[] = []
  eachMember(bytes, 0, (start, end) => names.push(textOf(bytes, start, end).text))
  return names
}

/**
 * Turns columns into rows: `bytes` are an object whose members are lists of the same length, or objects with the same keys
 * in any order. Of a repeated key the last value counts.
 */
export function transposeColumns(bytes: Buffer): Generator<TransposedRow> {
  const names: string[] = []
  const columns: Column[] = []
  const places = new Map<string, number>()
  const placeOf = (key: string) => {
    const place = places.get(key) ?? places.size
    places.set(key, place)
    return place
  }
  eachMember(bytes, 0, (keyStart, keyEnd, start) => {
    const values: string[] = []
    const repeated = new Map<number, string[]>()
    if (bytes[start] === 91) eachElement(bytes, start, (from, to) => values.push(bytes.toString('utf8', from, to)))
    else if (bytes[start] === 123) {
      eachMember(bytes, start, (rowStart, rowEnd, from, to) => {
        const place = placeOf(textOf(bytes, rowStart, rowEnd).text)
        const earlier = values[place]
        if (earlier !== undefined) repeated.set(place, [...(repeated.get(place) ?? []), earlier])
        values[place] = bytes.toString('utf8', from, to)
      })
    }
    names.push(textOf(bytes, keyStart, keyEnd).text)
    columns.push({ values, repeated })
  })
  return rowsOf(names, columns)
}

function* rowsOf(names: string[], columns: Column[]): Generator<TransposedRow> {
  const count = columns.reduce((most, { values }) => Math.max(most, values.length), 0)
  for (let row = 0; row < count; row++) {
    const bytes = Buffer.from(`[${columns.map(({ values }) => values[row] ?? 'null').join(',')}]`)
    const repeated = columns.flatMap((column, index) =>
      (column.repeated.get(row) ?? []).map((value) => ({ column: names[index] as string, value })),
    )
    yield { bytes, repeated }
  }
}
