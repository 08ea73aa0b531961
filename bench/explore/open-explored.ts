import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDb, openDuckDb } from '../../src/engine/duckdb.ts'
import { quoteText } from '../../src/engine/sql-text.ts'
import { DataLensClient } from '../../test/datalens-client.ts'
import { DataLensProcess } from '../../test/datalens-process.ts'
import { generateCsv } from '../generate-csv.ts'
import { sendCsv } from '../send-csv.ts'

/** A server that has read a table of 14 columns, and raw DuckDB beside it on the same Parquet. */
export type Explored = {
  rows: number
  ada: DataLensClient
  /** Where the dataset is asked. */
  address(path: string): string
  raw: DuckDb
  /** The table as SQL writes it after FROM. */
  from: string
  close(): Promise<void>
}

const threads = 2

/** Makes the table, uploads it to a server of its own and waits until it is ready. */
export async function openExplored(directory: string, rows: number): Promise<Explored> {
  const csv = join(directory, `explore-${rows}.csv`)
  await generateCsv(csv, rows)
  const datalens = new DataLensProcess(await mkdtemp(join(tmpdir(), 'datalens-bench-')))
  const close = async () => {
    await datalens.stop()
    await rm(datalens.home, { recursive: true, force: true })
  }
  try {
    await datalens.start()
    const ada = await DataLensClient.register(datalens.url, 'bench')
    const { id } = await sendCsv(datalens.url, ada, csv)
    await rm(csv)
    await ada.moveTo(datalens.url)
    const tables = join(datalens.home, 'files/tables')
    const table = (await readdir(tables)).find((name) => /^[^.]+\.parquet$/.test(name)) ?? ''
    const raw = await openDuckDb({ threads, memoryLimitBytes: 2 ** 30, tempDir: join(directory, 'raw') })
    return {
      ...{ rows, ada, raw, from: `read_parquet(${quoteText(join(tables, table))})` },
      address: (path) => ada.address(`/datasets/${id}${path}`),
      close: async () => {
        raw.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
