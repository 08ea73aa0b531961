import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDbConnection, RunOptions } from '../duckdb.ts'
import { parquetSql, quoteName, quoteText } from '../sql-text.ts'
import { putBeside } from './parquet/put-beside.ts'
import { rowGroupSql } from './row-group-sql.ts'
import { unfinishedTable } from './unfinished-table.ts'

/**
 * A table that was written: how many rows and, in the order of the columns, their types, null counts and, where the file
 * states them, their smallest and largest values as text.
 */
export type WrittenTable = {
  rowCount: number
  columns: { name: string; sqlType: string; nullCount: number; bounds?: { min: string; max: string } }[]
}

/** How a table is written; one that `isFleeting` is gone in a moment and need not be on the disk. */
export type WriteOptions = RunOptions & { isFleeting?: boolean | undefined }

/**
 * Writes the answer of a SELECT (of so many columns) as a Parquet table in its order: aside, forced to disk, then renamed
 * into place. A failure leaves nothing behind.
 */
export async function writeTable(
  duck: DuckDbConnection,
  select: string,
  width: number,
  tableFile: string,
  options: WriteOptions = {},
): Promise<WrittenTable> {
  return inPlace(tableFile, options, (aside) => copyTable(duck, select, width, aside, options))
}

/**
 * Writes tables of the same rows, in files of their own, as one table of so many columns with those of each beside those
 * of the others; in the same way.
 */
export async function writeBeside(
  duck: DuckDbConnection,
  pieces: { file: string; table: WrittenTable }[],
  tableFile: string,
  options: WriteOptions = {},
): Promise<WrittenTable> {
  const files = pieces.map(({ file }) => file)
  const columns = pieces.flatMap(({ table }) => table.columns)
  return inPlace(tableFile, options, async (aside) => {
    if (!(await putBeside(files, aside, options.signal))) {
      const joined = files.map((file) => parquetSql(file)).join(' POSITIONAL JOIN ')
      await duck.query(copySql(`SELECT * FROM ${joined}`, columns.length, aside), options)
    }
    return { rowCount: pieces[0]?.table.rowCount ?? 0, columns }
  })
}

/** Writes the answer of a SELECT (of a table of so many columns, or some of them) as a Parquet file in its order. */
export async function copyTable(
  duck: DuckDbConnection,
  select: string,
  width: number,
  file: string,
  options?: RunOptions,
): Promise<WrittenTable> {
  const written = await duck.query(copySql(select, width, file), options)
  return describeTable(duck, file, statisticsOf(written.rows[0]?.[4]), Number(written.rows[0]?.[1] ?? 0))
}

function copySql(select: string, width: number, file: string): string {
  return `COPY (${select}) TO ${quoteText(file)} (FORMAT parquet, COMPRESSION zstd, ${rowGroupSql(width)},
    RETURN_STATS true, USE_TMP_FILE false)`
}

async function inPlace(
  tableFile: string,
  { signal, isFleeting }: WriteOptions,
  write: (aside: string) => Promise<WrittenTable>,
): Promise<WrittenTable> {
  const aside = unfinishedTable(tableFile)
  try {
    const table = await write(aside)
    if (!isFleeting) await forceToDisk(aside)
    signal?.throwIfAborted()
    await rename(aside, tableFile)
    if (!isFleeting) await forceToDisk(dirname(tableFile))
    return table
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}

type Statistics = { nullCount: number; bounds?: { min: string; max: string } }

/** What the writer counted, by the quoted name of the column; nested columns are not among them. */
function statisticsOf(statistics: unknown): Map<string, Statistics> {
  type Entries = { entries: { key: string; value: Entries | string }[] }
  const found = new Map<string, Statistics>()
  for (const { key, value } of (statistics as Entries | undefined)?.entries ?? []) {
    const facts = new Map((value as Entries).entries.map((entry) => [entry.key, String(entry.value)]))
    const [nullCount, min, max] = ['null_count', 'min', 'max'].map((name) => facts.get(name))
    const bounds = min === undefined || max === undefined ? {} : { bounds: { min, max } }
    if (nullCount !== undefined) found.set(key, { nullCount: Number(nullCount), ...bounds })
  }
  return found
}

async function describeTable(
  duck: DuckDbConnection,
  file: string,
  statistics: Map<string, Statistics>,
  rowCount: number,
): Promise<WrittenTable> {
  const described = await duck.query(`DESCRIBE FROM ${parquetSql(file)}`)
  // As a value a name would lose the U+FEFF that it begins with.
  const { columns: named } = await duck.query(`FROM ${parquetSql(file)} LIMIT 0`)
  const columns = named.map(({ name }, index) => ({ name, sqlType: String(described.rows[index]?.[1]) }))
  const uncounted = rowCount === 0 ? [] : columns.filter(({ name }) => !statistics.has(quoteName(name)))
  const counted = await countNulls(duck, file, uncounted)
  return {
    rowCount,
    columns: columns.map((column) => {
      const { nullCount = 0, bounds } = statistics.get(quoteName(column.name)) ?? {}
      return { ...column, nullCount: counted.get(column.name) ?? nullCount, ...(bounds ? { bounds } : {}) }
    }),
  }
}

async function countNulls(duck: DuckDbConnection, file: string, columns: { name: string; sqlType: string }[]) {
  const counts = new Map<string, number>()
  if (columns.length === 0) return counts
  const counting = columns.map(({ name }) => `count(*) - count(${quoteName(name)})`).join(', ')
  const answer = await duck.query(`SELECT ${counting} FROM ${parquetSql(file)}`)
  for (const [index, { name }] of columns.entries()) counts.set(name, Number(answer.rows[0]?.[index] ?? 0))
  return counts
}

async function forceToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
