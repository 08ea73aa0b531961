import type { ColumnInfo } from '../../shared/dataset.ts'
import type { DuckDb, DuckDbConnection } from '../duckdb.ts'
import { parquetSql, quoteName } from '../sql-text.ts'
import type { ProfiledColumn } from './profiled-column.ts'
import { columnsTogether } from './read-together.ts'
import type { RowsApart } from './rows-apart.ts'

const manyColumns = 1500
const columnsPerCopy = 500
const columnsPerBatch = 100
const cellsPerCopy = 10_000_000
const copyTables = ['some columns of a wide table', 'more columns of a wide table'].map(quoteName)
const batchTable = quoteName('columns of a wide table')

/** A column of a table file or of a copy in memory. */
export type BatchColumn = Omit<ProfiledColumn, 'isVaried'>

/** What columns are copied from, and who hears of the copies. */
export type BatchRequest = {
  duckDb: DuckDb
  rowCount: number
  rowsApart: RowsApart | undefined
  tableFile: string
  columns: ColumnInfo[]
  signal?: AbortSignal | undefined
}

/** True of a table with so many columns that they are copied. */
export function isVeryWide({ columns }: { columns: ColumnInfo[] }): boolean {
  return columns.length > manyColumns
}

/**
 * The columns in the order of the table. Every question to a file or a table of very many columns costs time for all of
 * them, so such a file is copied into memory some columns at a time, the next while these are worked on; where columns
 * are then read one by one, of these some again.
 */
export async function* columnBatches(request: BatchRequest): AsyncGenerator<BatchColumn[]> {
  const { duckDb, rowCount, columns } = request
  if (!isVeryWide(request)) {
    yield columns.map((info) => batchColumn(info, parquetSql(request.tableFile), rowCount))
    return
  }
  const beside = await duckDb.beside()
  const copies = copiesOf(columns, rowCount)
  const batchSize = columnsTogether(rowCount) > 1 ? columnsPerCopy : columnsPerBatch
  let making: Promise<void> | undefined
  try {
    for (const [index, copy] of copies.entries()) {
      await (making ?? makeCopy(copy, request, beside))
      const following = copies[index + 1]
      making = following && makeCopy(following, request, beside)
      making?.catch(() => {})
      for (let first = 0; first < copy.columns.length; first += batchSize) {
        const batch = copy.columns.slice(first, first + batchSize)
        const from = batch.length < copy.columns.length ? batchTable : copy.table
        if (from === batchTable) await copyColumns(batch, copy.table, from, duckDb, request.signal)
        yield batch.map((info) => batchColumn(info, from, rowCount))
      }
    }
  } finally {
    await making?.catch(() => {})
  }
}

type Copy = { table: string; columns: ColumnInfo[] }

function copiesOf(columns: ColumnInfo[], rowCount: number): Copy[] {
  const size = Math.max(1, Math.min(columnsPerCopy, Math.floor(cellsPerCopy / Math.max(rowCount, 1))))
  return Array.from({ length: Math.ceil(columns.length / size) }, (_, index) => ({
    table: copyTables[index % copyTables.length] as string,
    columns: columns.slice(index * size, (index + 1) * size),
  }))
}

async function makeCopy(
  { table, columns }: Copy,
  { tableFile, rowsApart, signal }: BatchRequest,
  connection: DuckDbConnection,
): Promise<void> {
  await copyColumns(columns, parquetSql(tableFile), table, connection, signal)
  await rowsApart?.add(table, columns, connection, signal)
}

async function copyColumns(
  columns: ColumnInfo[],
  from: string,
  into: string,
  connection: DuckDbConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const names = columns.map(({ name }) => quoteName(name))
  await connection.query(`CREATE OR REPLACE TABLE ${into} AS SELECT ${names} FROM ${from}`, { signal })
}

function batchColumn(info: ColumnInfo, from: string, rowCount: number): BatchColumn {
  const { name, sql_type: sqlType, kind, null_count: nullCount } = info
  const isPlain = kind !== 'text' || sqlType === 'VARCHAR'
  return { name, sqlType, kind, from, rowCount, nullCount, value: quoteName(name) + (isPlain ? '' : '::VARCHAR') }
}
