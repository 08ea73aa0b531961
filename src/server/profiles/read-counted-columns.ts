import { sql } from 'kysely'
import { type CountedColumn, countedColumn } from '../../shared/summaries.ts'
import type { Db } from '../database/db.ts'
import type { VersionRecord } from '../datasets/get-version.ts'

type Found = Parameters<typeof countedColumn>[0]

/** The bins and values that the profile of a version has of these columns; nothing to count of a column it does not know. */
export const readCountedColumns = async (
  db: Db,
  { versionId }: VersionRecord,
  names: string[],
): Promise<CountedColumn[]> => {
  const { rows } = await sql<Found>`
    select c ->> 'name' as name, c -> 'histogram' as histogram, c -> 'top_values' as top_values,
      (c ->> 'values_cut')::boolean as values_cut
    from dataset_versions, json_array_elements(profile -> 'columns') c
    where id = ${versionId} and c ->> 'name' = any(${names})`.execute(db)
  const found = new Map(rows.map((column) => [column.name, countedColumn(column)]))
  return names.map((name) => found.get(name) ?? { name, histogram: [], top_values: [] })
}
