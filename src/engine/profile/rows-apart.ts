import type { DuckDbConnection } from '../duckdb.ts'
import { quoteName } from '../sql-text.ts'

/** Tells the rows of a table apart by hashes of their columns, which pass by some at a time. */
export class RowsApart {
  readonly #high: Uint32Array
  readonly #low: Uint32Array

  constructor(rowCount: number) {
    this.#high = new Uint32Array(rowCount)
    this.#low = new Uint32Array(rowCount)
  }

  /** Takes further columns, from a table whose rows stand in the order of the others. */
  async add(
    from: string,
    columns: { name: string }[],
    connection: DuckDbConnection,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const names = columns.map(({ name }) => quoteName(name))
    const sql = `SELECT (h >> 32)::DOUBLE, (h & 4294967295)::DOUBLE FROM (SELECT hash(${names}) AS h FROM ${from})`
    let row = 0
    for await (const [highs, lows] of connection.numbers(sql, { signal })) {
      for (const [index, high] of (highs as Float64Array).entries()) {
        this.#high[row] = Math.imul((this.#high[row] as number) ^ high, 0x9e3779b1)
        this.#low[row] = Math.imul((this.#low[row] as number) ^ ((lows as Float64Array)[index] as number), 0x85ebca6b)
        row++
      }
    }
  }

  /** True where no two rows have the same hashes, and so none the same values; false says nothing. */
  get areAllDifferent(): boolean {
    const seen = new Set<number>()
    for (const [row, high] of this.#high.entries()) seen.add((high >>> 11) * 2 ** 32 + (this.#low[row] as number))
    return seen.size === this.#high.length
  }
}
