import { setPriority } from 'node:os'
import { doInProcess } from '../run-in-process.ts'
import { openTable, type TableLimits } from './open-table.ts'
import { orderSql } from './order-sql.ts'
import type { SortKey } from './query-pool.ts'
import { sortedRowsSql } from './sorted-rows-sql.ts'

/** What a sort process is sent, once. */
export type SortTask = { tableFile: string; sort: SortKey[]; limits: TableLimits }

// The threads of DuckDB, which are not there yet, inherit it: somebody's page goes first.
setPriority(10)

doInProcess(async ({ tableFile, sort, limits }: SortTask) => {
  const table = await openTable(tableFile, limits)
  await table.rowLists.makeSorted(orderSql(sort), { sql: await sortedRowsSql(table, sort) })
})
