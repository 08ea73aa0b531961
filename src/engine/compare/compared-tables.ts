import type { Table } from '../query/open-table.ts'

/** A table to hold against a reference, both open. */
export type ComparedTables = { table: Table; reference: Table; signal?: AbortSignal | undefined }
