import type { Answer } from '../duckdb.ts'
import { createRecentMap } from './recent-map.ts'

/** The numbers of the rows that a condition leaves, in some order, kept so that any part is found at once. */
export type RowList = {
  length: number
  numbers(offset: number, limit: number, signal?: AbortSignal): Promise<number[]>
}

/** The lists of one table that were asked last. `select` is the statement that gives the numbers in their order. */
export type RowLists = {
  find(select: string): RowList | undefined
  make(select: string, signal?: AbortSignal): Promise<RowList>
}

type Query = (sql: string, signal?: AbortSignal) => Promise<Answer>

const mostLists = 8

/** Keeps lists as temporary tables of DuckDB, which spills them to disk when memory is short. */
export function createRowLists(query: Query): RowLists {
  const evicted: string[] = []
  const lists = createRecentMap<RowList & { name: string }>(mostLists, ({ name }) => evicted.push(name))
  let made = 0
  return {
    find: (select) => lists.get(select),
    make: async (select, signal) => {
      const name = `row_list_${made++}`
      for (const old of evicted.splice(0)) await query(`DROP TABLE ${old}`)
      const { rows } = await query(`CREATE TEMP TABLE ${name} AS ${select}`, signal)
      const list = {
        name,
        length: Number(rows[0]?.[0]),
        numbers: async (offset: number, limit: number, stop?: AbortSignal) => {
          const range = `rowid BETWEEN ${offset} AND ${offset + limit - 1}`
          const found = await query(`SELECT row_number FROM ${name} WHERE ${range} ORDER BY rowid`, stop)
          return found.rows.map(([number]) => Number(number))
        },
      }
      lists.set(select, list)
      return list
    },
  }
}
