import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { quoteText } from '../../src/engine/sql-text.ts'
import { exportFormats } from '../../src/shared/export-format.ts'
import { type Figure, reported } from '../figure.ts'
import type { Explored } from './open-explored.ts'

const mostRows = 1_000_000
const firstOrder = 1_000_000
/** What DuckDB writes itself. */
const copies: Record<string, string> = {
  csv: 'FORMAT csv, HEADER true',
  tsv: `FORMAT csv, HEADER true, DELIMITER '\t'`,
  json: 'FORMAT json, ARRAY true',
  ndjson: 'FORMAT json',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
}

/** Downloads up to a million rows in every format, and copies them to a file by raw DuckDB where it knows the format. */
export async function measureExports(explored: Explored, directory: string): Promise<Figure[]> {
  const { ada, address, raw, from, rows } = explored
  const count = Math.min(rows, mostRows)
  const filter = JSON.stringify({ column: 'order_id', op: 'lt', value: firstOrder + count })
  const figures: Figure[] = []
  for (const format of exportFormats) {
    const began = performance.now()
    const answer = await fetch(address(`/download?${new URLSearchParams({ format, filter })}`), {
      headers: ada.headers,
    })
    if (!answer.ok || !answer.body) throw new Error(`${format} answered ${answer.status} ${await answer.text()}`)
    let bytes = 0
    for await (const chunk of answer.body) bytes += chunk.length
    const ours = speed(bytes, began)
    if (Number(answer.headers.get('x-row-count')) !== count) throw new Error(`${format} has other rows`)
    const what = `export of ${count.toLocaleString('en')} rows as ${format} (${(bytes / 1e6).toFixed(0)} MB)`
    const options = copies[format]
    if (options === undefined) {
      figures.push(reported(what, 'MB/s', ours))
      continue
    }
    const file = join(directory, 'copy')
    const copyBegan = performance.now()
    await raw.query(
      `COPY (SELECT * FROM ${from} WHERE order_id < ${firstOrder + count}) TO ${quoteText(file)} (${options})`,
    )
    figures.push(reported(what, 'MB/s', ours, speed((await stat(file)).size, copyBegan)))
    await rm(file)
  }
  return figures
}

const speed = (bytes: number, began: number) => bytes / 1e6 / ((performance.now() - began) / 1000)
