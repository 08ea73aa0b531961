import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { DuckDb } from '../duckdb.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { type TextSource, textSourceSql } from './csv/text-source.ts'
import { rowGroupSql } from './row-group-sql.ts'

/** The texts of which file are wanted, under which names, how many rows there are, and where to put them. */
export type TextsRequest = {
  file: string
  reading: ReadingOptions
  names: string[]
  rowCount: number
  target: string
  workDir: string
  duck: DuckDb
  signal?: AbortSignal | undefined
}

/** Copies records of texts to a Parquet table under the wanted names, null where nothing stands; tells how many there are. */
export async function copyTexts({ duck, names, target, signal }: TextsRequest, source: TextSource): Promise<number> {
  const columns = names.map((name, index) => `c${index} AS ${quoteName(name)}`).join(', ')
  const copied = await duck.query(
    `COPY (SELECT ${columns} FROM ${textSourceSql(source)}) TO ${quoteText(target)}
      (FORMAT parquet, COMPRESSION zstd, ${rowGroupSql(names.length)}, USE_TMP_FILE false)`,
    { signal },
  )
  return Number(copied.rows[0]?.[0] ?? 0)
}
