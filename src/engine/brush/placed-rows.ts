import { type BrushAxis, slotsOf } from '../../shared/brush.ts'
import { blockRows } from '../duckdb-vectors.ts'
import type { Table } from '../query/open-table.ts'
import { slotsOfAxis } from './axis-slots.ts'
import type { Place } from './place-in-bins.ts'

/** Numbers that are read of each row: those of the block that was taken last, null as NaN. */
export type ReadNumbers = { numbers: Float64Array }

/** The slots of an axis, of which there are `count`, for the rows of the block that was taken last; `count` is none. */
export type PlacedAxis = { count: number; slots: Int32Array }

/** What is read of the rows of a table, every expression once, and which slots they are in, every axis once. */
export type PlacedRows = {
  /** `sql` is of type DOUBLE. */
  numbers(sql: string): ReadNumbers
  axis(axis: BrushAxis, path: string): PlacedAxis
  /** The SQL of all that is read, in the order of the columns of a block. */
  expressions(): string[]
  take(block: readonly Float64Array[]): void
}

/** Nothing is read yet: what is asked for before the first block is. */
export function createPlacedRows(table: Pick<Table, 'columns'>): PlacedRows {
  const read = new Map<string, ReadNumbers>()
  const placed = new Map<string, PlacedAxis & { source: ReadNumbers; place: Place }>()
  const numbers = (sql: string) => {
    const known = read.get(sql) ?? { numbers: new Float64Array() }
    read.set(sql, known)
    return known
  }
  return {
    numbers,
    axis: (axis, path) => {
      const key = JSON.stringify(axis)
      const known = placed.get(key)
      if (known) return known
      const { sql, place } = slotsOfAxis(table, axis, path)
      const added = { source: numbers(sql), place, count: slotsOf(axis), slots: new Int32Array(blockRows) }
      placed.set(key, added)
      return added
    },
    expressions: () => [...read.keys()],
    take: (block) => {
      let column = 0
      for (const known of read.values()) known.numbers = block[column++] as Float64Array
      for (const { source, place, slots } of placed.values()) place(source.numbers, slots)
    },
  }
}
