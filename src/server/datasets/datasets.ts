import type { Exports } from '../../engine/export/exports.ts'
import type { QueryPool } from '../../engine/query/query-pool.ts'
import type { SqlQueries } from '../../engine/sql/sql-queries.ts'
import type { CurrentUser } from '../accounts/current-user.ts'
import type { Home } from '../home.ts'
import type { DatasetChanges } from './dataset-changes.ts'
import type { DiskSpace } from './disk-space.ts'
import type { Quota } from './quota.ts'
import type { SourceTexts } from './source-texts.ts'
import type { Sweeper } from './sweeper.ts'

/** What the routes of datasets stand on. */
export interface Datasets {
  home: Home
  changes: DatasetChanges
  queries: QueryPool
  /** People's SQL. */
  sql: SqlQueries
  exports: Exports
  sourceTexts: SourceTexts
  sweeper: Pick<Sweeper, 'soon'>
  /** Where an upload enters itself while its request lasts. */
  liveUploads: Set<string>
  maxUploadBytes: number
  /** How long the trash keeps what is put into it. */
  trashDays: number
  /** The room that uploads share. */
  space: DiskSpace
  quota: Quota
  /** Aborts when the server stops: streams and waiting requests end. */
  stopping: AbortSignal
  /** Whether who began a long answer may still be served. */
  isStillSignedIn: (user: CurrentUser) => Promise<boolean>
}
