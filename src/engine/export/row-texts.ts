import type { Block } from '../duckdb-vectors.ts'
import type { Table } from '../query/open-table.ts'
import { rowsOfNumbers } from '../query/read-rows.ts'
import type { ExportRows } from './export-sql.ts'

/** How much of wide rows is written at once: beyond how many columns they are wide, parts of a row, and bytes of text. */
export type Slicing = { width: number; parts: number; bytes: number }

/** DuckDB plans the parts of a row in more than proportional time, and holds two thousand values of each step of each part. */
const usualSlicing: Slicing = { width: 500, parts: 100, bytes: 96 * 2 ** 20 }
const rowsAtOnce = 2048

/** Whether rows of so many columns are written some columns at a time. */
export const isWide = (width: number): boolean => width > usualSlicing.width

/**
 * Each row of an export as one text, put together of `parts`, which SQL writes; null is nothing. Of wide rows some columns
 * of some rows are written after the other, so that memory does not grow with the width.
 */
export async function* rowTexts(
  table: Table,
  rows: ExportRows,
  parts: string[],
  slicing = usualSlicing,
): AsyncGenerator<Block> {
  const slices: string[] = []
  for (let at = 0; at < parts.length; at += slicing.parts) {
    slices.push(`concat(${parts.slice(at, at + slicing.parts).join(', ')})`)
  }
  if (rows.columns.length <= slicing.width) {
    yield* table.blocks(`SELECT concat(${slices.join(', ')}) ${rows.from}`, ['text'])
    return
  }
  const all = rows.numbers === undefined ? undefined : await numbersOf(table, rows.numbers)
  const total = all?.length ?? table.rowCount
  for (let [from, count] = [0, rowsAtOnce]; from < total; ) {
    const until = Math.min(from + count, total)
    const numbers = all?.slice(from, until) ?? Array.from({ length: until - from }, (_, index) => from + index)
    const { texts, bytes } = await slicedTexts(table, rows, slices, numbers, slicing.bytes)
    for (const text of texts) yield blockOf(text)
    from += texts.length
    count = Math.min(Math.max(Math.floor((slicing.bytes / bytes) * texts.length), 1), rowsAtOnce)
  }
}

/** The texts of the rows of these numbers, slice by slice; of the first ones alone when they are longer than memory allows. */
async function slicedTexts(
  table: Table,
  { source }: ExportRows,
  slices: string[],
  numbers: number[],
  mostBytes: number,
): Promise<{ texts: Uint8Array[][]; bytes: number }> {
  let texts = new Map<number, Uint8Array[]>(numbers.map((number) => [number, []]))
  let bytes = 0
  for (const [index, slice] of slices.entries()) {
    const select = `SELECT ${table.rowNumber}::DOUBLE, ${slice} ${source}
      WHERE ${rowsOfNumbers(table.rowNumber, [...texts.keys()])}`
    for await (const { rowCount, columns } of table.blocks(select, [Float64Array.BYTES_PER_ELEMENT, 'text'])) {
      const [number, text] = columns
      if (!number || !text?.offsets) throw new TypeError('A slice is a number and a text')
      const found = new Float64Array(number.values.buffer, number.values.byteOffset, rowCount)
      for (const [row, own] of found.entries()) {
        texts.get(own)?.push(text.values.subarray(text.offsets[row], text.offsets[row + 1]))
      }
      bytes += text.values.length
    }
    if ([...texts.values()].some(({ length }) => length !== index + 1))
      throw new Error('A row of an export is not whole')
    while (bytes > mostBytes && texts.size > 1) {
      const first = [...texts].slice(0, Math.ceil(texts.size / 2))
      // A copy, so that what the others had is given back.
      texts = new Map(first.map(([number, pieces]) => [number, pieces.map((piece) => piece.slice())]))
      bytes = first.reduce((sum, [, pieces]) => sum + lengthOf(pieces), 0)
    }
  }
  return { texts: [...texts.values()], bytes }
}

function blockOf(pieces: Uint8Array[]): Block {
  const values = Buffer.concat(pieces)
  return { rowCount: 1, columns: [{ values, offsets: Uint32Array.of(0, values.length), validity: undefined }] }
}

const lengthOf = (pieces: Uint8Array[]) => pieces.reduce((sum, { length }) => sum + length, 0)

async function numbersOf(table: Table, select: string): Promise<number[]> {
  const numbers: number[] = []
  for await (const [some] of table.numbers(select)) for (const number of some ?? []) numbers.push(number)
  return numbers
}
