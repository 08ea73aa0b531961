import type { Block } from '../duckdb-vectors.ts'

/** The blocks, and each time that a further one is asked for, how many rows those before it had. */
export async function* countedRows(
  blocks: AsyncIterable<Block>,
  onRows: (count: number) => void,
): AsyncGenerator<Block> {
  let count = 0
  for await (const block of blocks) {
    yield block
    count += block.rowCount
    onRows(count)
  }
}
