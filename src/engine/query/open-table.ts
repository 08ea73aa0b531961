import { resolve } from 'node:path'
import type { RowsColumn } from '../../shared/rows.ts'
import { columnKindOf, isWideInteger, jsonTypeOf } from '../column-kind-of.ts'
import { type Answer, type DuckDb, openDuckDb } from '../duckdb.ts'
import type { AnswerColumn } from '../duckdb-columns.ts'
import { parquetSql, quoteName, quoteText } from '../sql-text.ts'
import { columnsAtOnce } from './columns-at-once.ts'
import { rowNumberSql } from './order-sql.ts'
import type { RowListStore } from './row-list-store.ts'
import { createRowLists, noRowLists, type RowLists } from './row-lists.ts'

/** A column of an open table; `sql` is its name as SQL writes it. */
export type TableColumn = RowsColumn & { sql: string }

/** A table file opened for questions, in an instance that can read nothing else. */
export type Table = {
  rowCount: number
  columns: ReadonlyMap<string, TableColumn>
  /** The table as SQL writes it after FROM. */
  from: string
  /** The 0-based number of a row in the file, as SQL writes it. No column of a table file has this name. */
  rowNumber: string
  rowLists: RowLists
  query(sql: string, signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<Answer>
  /** Streams columns that are all DOUBLE, null as NaN, in blocks that the next one overwrites. */
  numbers(sql: string, signal?: AbortSignal): AsyncIterable<Float64Array[]>
  /** Shows numbers of rows in any order, see `DuckDb`. */
  visit: DuckDb['visit']
  /** Streams rows as they lie in memory, see `DuckDbConnection`. */
  blocks: DuckDb['blocks']
  /** Defines a function of statements, see `DuckDb`. */
  defineText: DuckDb['defineText']
  close(): void
}

/**
 * What an open table may use; `alsoPaths` are the only other files that its instance may name, and `rowLists` says where
 * lists of its rows are kept, if anywhere.
 */
export type TableLimits = {
  threads: number
  memoryLimitBytes: number
  tempDir: string
  maxTempBytes: number
  alsoPaths?: string[] | undefined
  rowLists?: RowListStore | undefined
  /** Optimizers of DuckDB that lose more than they gain for the statements to come. */
  alsoDisabled?: string[] | undefined
}

/**
 * The file never changes, so its footer is read once. The two optimizers are measured losses at 600 row groups: the
 * first reads every statistic of every group for each statement, the second makes small pages wait for a join. The
 * usual streaming buffer of 1 MB holds less than one block of a hundred columns.
 */
const settings = (alsoDisabled: string[]) => ({
  parquet_metadata_cache: 'true',
  enable_external_file_cache: 'false',
  streaming_buffer_size: "'4MB'",
  disabled_optimizers: `'${['statistics_propagation', 'late_materialization', ...alsoDisabled].join()}'`,
})

/** Opens a Parquet file as a table. */
export async function openTable(
  tableFile: string,
  { alsoPaths = [], rowLists, alsoDisabled = [], ...limits }: TableLimits,
): Promise<Table> {
  const file = resolve(tableFile)
  const db = await openDuckDb({ ...limits, onlyPaths: [file, ...alsoPaths], settings: settings(alsoDisabled) })
  try {
    const read = parquetSql(file)
    const found = await findColumns(db, read)
    const { rows } = await db.query(`SELECT num_rows FROM parquet_file_metadata(${quoteText(file)})`)
    const columns = await describeColumns(db, file, found)
    const named = { rowCount: Number(rows[0]?.[0]), from: read, rowNumber: rowNumberSql }
    const numbers = (sql: string, signal?: AbortSignal) => db.numbers(sql, { signal })
    return {
      ...named,
      columns: new Map(columns.map((column) => [column.name, column])),
      rowLists: rowLists ? createRowLists({ ...named, file, numbers }, rowLists) : noRowLists,
      query: (sql, signal, onProgress) => db.query(sql, { signal, onProgress }),
      numbers,
      blocks: (sql, widths, options) => db.blocks(sql, widths, options),
      defineText: (name, textOf) => db.defineText(name, textOf),
      visit: (expressions, from, visitor, options) => db.visit(expressions, from, visitor, options),
      close: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

/** Some columns at a time: an answer of ten thousand columns takes hundreds of megabytes, also one without rows. */
async function findColumns(db: DuckDb, read: string): Promise<AnswerColumn[]> {
  const { rows } = await db.query(`DESCRIBE SELECT * FROM ${read}`)
  const found: AnswerColumn[] = []
  for (let from = 0; from < rows.length; from += columnsAtOnce) {
    const names = rows.slice(from, from + columnsAtOnce).map(([name]) => quoteName(String(name)))
    found.push(...(await db.query(`SELECT ${names.join(', ')} FROM ${read} LIMIT 0`)).columns)
  }
  return found
}

async function describeColumns(db: DuckDb, file: string, found: AnswerColumn[]): Promise<TableColumn[]> {
  const wide = found.filter(({ sqlType }) => isWideInteger(sqlType)).map(({ name }) => name)
  const beyondDouble = wide.length > 0 ? await findBeyondDouble(db, file, wide) : new Set<string>()
  return found.map(({ name, sqlType }) => ({
    name,
    sql_type: sqlType,
    kind: columnKindOf(sqlType),
    json: jsonTypeOf(sqlType, beyondDouble.has(name)),
    sql: quoteName(name),
  }))
}

/** Of these 64-bit columns those with a value beyond 2^53, from the statistics in the file where it has them. */
async function findBeyondDouble(db: DuckDb, file: string, names: string[]): Promise<Set<string>> {
  const { rows } = await db.query(`
    SELECT path_in_schema,
      bool_or(stats_min_value IS NULL AND stats_null_count IS DISTINCT FROM num_values),
      coalesce(max(greatest(abs(TRY_CAST(stats_min_value AS HUGEINT)), abs(TRY_CAST(stats_max_value AS HUGEINT)))), 0)
    FROM parquet_metadata(${quoteText(file)})
    WHERE path_in_schema IN (${names.map(quoteText).join(', ')})
    GROUP BY 1`)
  const known = new Map(rows.map(([name, isUnknown, largest]) => [name, isUnknown ? undefined : (largest as bigint)]))
  const beyond = new Set<string>()
  for (const name of names) {
    const largest = known.get(name) ?? (await largestOf(db, file, name))
    if (largest > BigInt(Number.MAX_SAFE_INTEGER)) beyond.add(name)
  }
  return beyond
}

async function largestOf(db: DuckDb, file: string, name: string): Promise<bigint> {
  const { rows } = await db.query(`SELECT coalesce(max(abs(${quoteName(name)}::HUGEINT)), 0) FROM ${parquetSql(file)}`)
  return BigInt(rows[0]?.[0] as bigint)
}
