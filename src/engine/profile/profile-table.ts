import type { ColumnInfo } from '../../shared/dataset.ts'
import type { Profile } from '../../shared/profile.ts'

/** A profile without the names of the dataset and version it belongs to, which the engine does not know. */
export type TableProfile = Omit<Profile, 'dataset_id' | 'version'>

/** What a profile needs; `columns` as the load returned them, `workDir` for what does not fit in memory. */
export type ProfileRequest = {
  tableFile: string
  columns: ColumnInfo[]
  threads: number
  memoryLimitBytes: number
  workDir: string
  signal?: AbortSignal | undefined
}

/** Computes the exact profile of a table. Throws the signal's reason when it is aborted. */
export async function profileTable(_request: ProfileRequest): Promise<TableProfile> {
  throw new Error('Not built yet')
}
