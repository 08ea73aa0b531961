import { Batch, Column, Type, tableFromColumns, tableToIPC } from '@uwdata/flechette'
import type { Block, BlockColumn } from '../duckdb-vectors.ts'
import type { ArrowColumn } from './arrow-column.ts'

const batchRows = 16_384
const batchBytes = 16 * 2 ** 20
/** A length of zero, which ends a stream. */
const endBytes = 8

/** Blocks of rows as an Arrow IPC stream: the schema, record batches of some thousand rows, the end. */
export async function* arrowStream(columns: ArrowColumn[], blocks: AsyncIterable<Block>): AsyncGenerator<Uint8Array> {
  const empty = encode(columns, [])
  yield empty.subarray(0, -endBytes)
  for await (const some of gathered(blocks)) yield encode(columns, some).subarray(empty.length - endBytes, -endBytes)
  yield empty.subarray(-endBytes)
}

async function* gathered(blocks: AsyncIterable<Block>): AsyncGenerator<Block[]> {
  let [some, rows, bytes]: [Block[], number, number] = [[], 0, 0]
  for await (const block of blocks) {
    some.push(block)
    rows += block.rowCount
    bytes += block.columns.reduce((sum, { values }) => sum + values.length, 0)
    if (rows < batchRows && bytes < batchBytes) continue
    yield some
    ;[some, rows, bytes] = [[], 0, 0]
  }
  if (some.length > 0) yield some
}

/** A stream of its own of one batch, or of none. */
function encode(columns: ArrowColumn[], blocks: Block[]): Uint8Array {
  const filled = columns.map((column, index): [string, Column<unknown>] => {
    const batches = blocks.length > 0 ? [batchOf(column, index, blocks)] : []
    return [column.name, new Column(batches, column.type)]
  })
  return tableToIPC(tableFromColumns(filled), { format: 'stream' }) as Uint8Array
}

function batchOf({ type }: ArrowColumn, index: number, blocks: Block[]): Batch<unknown> {
  const parts = blocks.map(({ rowCount, columns }) => ({ rowCount, ...(columns[index] as BlockColumn) }))
  const length = parts.reduce((sum, { rowCount }) => sum + rowCount, 0)
  const { validity, nullCount } = validityOf(parts, length)
  const values = type.typeId === Type.Bool ? packed(parts, length) : Buffer.concat(parts.map(({ values }) => values))
  const isText = parts[0]?.offsets !== undefined
  return new Batch({
    length,
    nullCount,
    type,
    validity,
    values,
    ...(isText ? { offsets: offsetsOf(parts, length) } : {}),
  })
}

type Part = BlockColumn & { rowCount: number }

function validityOf(parts: Part[], length: number): { validity: Uint8Array; nullCount: number } {
  const bits = new Uint8Array(Math.ceil(length / 8)).fill(0xff)
  let [start, nullCount] = [0, 0]
  for (const { rowCount, validity } of parts) {
    for (let row = 0; validity && row < rowCount; row++) {
      if ((validity[row >>> 3] as number) & (1 << (row & 7))) continue
      const at = start + row
      bits[at >>> 3] = (bits[at >>> 3] as number) & ~(1 << (at & 7))
      nullCount += 1
    }
    start += rowCount
  }
  return { validity: nullCount > 0 ? bits : new Uint8Array(0), nullCount }
}

/** DuckDB has a byte for each boolean, Arrow a bit. */
function packed(parts: Part[], length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8))
  let at = 0
  for (const { values } of parts) {
    for (const value of values) {
      if (value === 1) bits[at >>> 3] = (bits[at >>> 3] as number) | (1 << (at & 7))
      at += 1
    }
  }
  return bits
}

function offsetsOf(parts: Part[], length: number): Int32Array {
  const all = new Int32Array(length + 1)
  let [row, base] = [0, 0]
  for (const { rowCount, offsets, values } of parts) {
    for (let index = 1; index <= rowCount; index++) all[row + index] = base + (offsets?.[index] ?? 0)
    row += rowCount
    base += values.length
  }
  return all
}
