import type { QueryRequest } from './queries.ts'

/** The query whose answer a file is: its SQL, the values of its parameters, and its datasets in the versions it read. */
export type MadeBy = {
  sql: string
  params?: QueryRequest['params']
  datasets: { alias: string; id: string; version: number }[]
}
