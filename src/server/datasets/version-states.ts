import { sql } from 'kysely'
import type { FilePart } from '../../engine/ingest/loaded-table.ts'
import type { ColumnKind } from '../../shared/column-kind.ts'
import type { ColumnInfo, DatasetJob, DatasetPreview, DatasetStatus } from '../../shared/dataset.ts'
import type { Profile } from '../../shared/profile.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Receipt } from '../../shared/receipt.ts'
import type { Step } from '../../shared/steps.ts'
import { type Db, inTransaction } from '../database/db.ts'
import { json, jsonb } from '../database/jsonb.ts'
import { takeStepsOver } from './step-versions.ts'

/** How often a file is begun that ends its worker each time. */
export const maxAttempts = 3

/** The only ways a version can go. Another attempt begins where an earlier one was lost. */
const nextStates: Record<DatasetStatus, DatasetStatus[]> = {
  uploaded: ['processing'],
  processing: ['processing', 'ready', 'error'],
  ready: [],
  error: [],
}

/** One attempt at a version. It alone may finish it, and only as long as no later one has begun. */
export interface Claim {
  versionId: string
  datasetId: string
  number: number
  attempt: number
}

/** What an attempt has to know of its version. */
export interface ClaimedVersion extends Claim {
  reason: 'upload' | 'reingest' | 'steps' | 'restore'
  filePath: string
  originalFilename: string
  fileSize: number
  sha256: string
  /** How a person wants the file read. */
  options: ReadingOptions | null
  /** What is done to the table of `baseVersion` instead of reading the file; null where it is read. */
  steps: Step[] | null
  baseVersion: number | null
  /** How often it has been begun, without what a stop or a lack of room put back. */
  tries: number
}

/** What a successful attempt leaves. */
export interface VersionResult {
  tablePath: string
  tableSize: number
  rowCount: number
  columns: ColumnInfo[]
  receipt: Receipt
  /** All tables of the file, where it can have several. */
  parts?: FilePart[]
  tableIndex?: number
  profile: Omit<Profile, 'dataset_id' | 'version'>
}

/** Why a version ended without a table: a code for programs and a sentence a person can act on. */
export interface VersionFailure {
  code: string
  detail: string
}

/** A change of status that no version may make. */
export class StatusRefused extends Error {
  override name = 'StatusRefused'
}

/** The attempt is no longer the one that counts: cancelled, deleted, or another has begun. */
export class ClaimLost extends Error {
  override name = 'ClaimLost'
}

/** What a person reads of a file that ended every attempt. */
export const crashed: VersionFailure = {
  code: 'crashed',
  detail: `Reading this file failed ${maxAttempts} times without an answer. The file is kept as it is and can be downloaded. Delete the dataset, or send the file to whoever runs this server.`,
}

/**
 * Begins the next attempt at a version. Undefined when there is nothing to do: the version is finished or gone, or has
 * been begun too often and is now an error.
 */
export const claimVersion = (db: Db, versionId: string): Promise<ClaimedVersion | undefined> =>
  inTransaction(db, async (transaction) => {
    const version = await lockVersion(transaction, versionId)
    if (!version || !nextStates[version.status].includes('processing')) return undefined
    const claim = { versionId, datasetId: version.datasetId, number: version.number, attempt: version.attempt }
    if (version.attempt - version.releases >= maxAttempts) {
      await failVersion(transaction, claim, crashed)
      return undefined
    }
    const { rows } = await sql<ClaimedVersion>`
      update dataset_versions v set attempt = attempt + 1, progress = null, preview = null,
        profile = null
      from datasets d where v.id = ${versionId} and d.id = v.dataset_id
      returning v.id as "versionId", v.dataset_id as "datasetId", v.number, v.attempt, v.reason, v.file_path as "filePath",
        v.file_size::float8 as "fileSize", v.sha256, v.options, v.steps, v.base_version as "baseVersion", v.attempt - v.releases as tries,
        v.original_filename as "originalFilename"`.execute(transaction)
    await move(transaction, version, 'processing')
    return rows[0]
  })

/** Whether the attempt still counts, after noting how far it is. */
export const noteProgress = async (db: Db, claim: Claim, progress: DatasetJob): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    update dataset_versions set progress = ${json(progress)} where ${holds(claim)}`.execute(db)
  return numAffectedRows === 1n
}

/** Keeps the first rows for whoever watches. */
export const notePreview = async (db: Db, claim: Claim, preview: DatasetPreview): Promise<void> => {
  await sql`update dataset_versions set preview = ${json(preview)} where ${holds(claim)}`.execute(db)
}

/** Keeps a first profile for whoever asks before the exact one is there, which replaces it. */
export const noteFirstProfile = async (db: Db, claim: Claim, profile: VersionResult['profile']): Promise<void> => {
  await sql`update dataset_versions set profile = ${json(profile)} where ${holds(claim)}`.execute(db)
}

/** Whether the attempt still counts. */
export const holdsClaim = async (db: Db, claim: Claim): Promise<boolean> => {
  const { rows } = await sql`select 1 from dataset_versions where ${holds(claim)}`.execute(db)
  return rows.length === 1
}

/** Whether a version has come to name this table as its own. */
export const namesTable = async (db: Db, versionId: string, path: string): Promise<boolean> => {
  const { rows } = await sql`select 1 from dataset_versions where id = ${versionId} and table_path = ${path}`.execute(
    db,
  )
  return rows.length === 1
}

/** Makes a result the version's, and the version the one in use, in one transaction. Throws `ClaimLost`. */
export const promoteVersion = (db: Db, claim: Claim, result: VersionResult): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const version = await lockClaimed(transaction, claim)
    const { columns, receipt, profile, parts = [] } = result
    const tableIndex = result.tableIndex ?? version.tableIndex ?? 0
    const tableName = parts.find(({ index }) => index === tableIndex)?.name ?? receipt.format.sheet
    await sql`update dataset_versions set table_path = ${result.tablePath}, table_size = ${result.tableSize},
      row_count = ${result.rowCount}, column_count = ${columns.length}, columns_info = ${jsonb(columns)},
      receipt = ${json(receipt)}, profile = ${json(profile)}, file_tables = ${json(parts)},
      table_index = ${tableIndex}, progress = null, preview = null where id = ${claim.versionId}`.execute(transaction)
    await move(transaction, version, 'ready')
    await takeStepsOver(transaction, claim.versionId)
    await sql`update datasets d set current_version = v.number, status = 'ready', row_count = v.row_count,
      original_filename = v.original_filename, filename = split_part(v.file_path, '/', -1),
      file_path = v.file_path, file_size = v.file_size,
      column_count = v.column_count, columns_info = v.columns_info, file_type = ${receipt.format.type},
      table_index = ${tableIndex}, table_name = ${tableName}, kind_counts = ${jsonb(countKinds(columns))},
      kind_strip = ${columns.slice(0, 64).map(({ kind }) => kind)}, question_count = ${receipt.questions.length},
      alert_count = ${profile.alerts.length}, rejected_count = ${receipt.rows_rejected},
      error_code = null, error_detail = null
      from dataset_versions v where v.id = ${claim.versionId} and d.id = v.dataset_id`.execute(transaction)
  })

/** Ends an attempt without a table. The version in use, if there is another, stays in use. Throws `ClaimLost`. */
export const failVersion = (db: Db, claim: Claim, { code, detail }: VersionFailure): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const version = await lockClaimed(transaction, claim)
    await sql`update dataset_versions set error_code = ${code}, error_detail = ${detail}, progress = null, preview = null,
      profile = null
      where id = ${claim.versionId}`.execute(transaction)
    await move(transaction, version, 'error')
    await sql`update datasets set error_code = ${code}, error_detail = ${detail}
      where id = ${claim.datasetId} and current_version = ${claim.number}`.execute(transaction)
  })

/** Moves a version to another status, and its dataset with it. Throws `StatusRefused` for a way that does not exist. */
export const moveVersion = (db: Db, versionId: string, status: DatasetStatus): Promise<void> =>
  inTransaction(db, async (transaction) => {
    const version = await lockVersion(transaction, versionId)
    if (!version) throw new StatusRefused(`There is no version ${versionId}`)
    await move(transaction, version, status)
  })

/** Ends whatever work a dataset has under way, whether or not an attempt has begun. False when there is none. */
export const cancelWork = (db: Db, datasetId: string): Promise<boolean> =>
  inTransaction(db, async (transaction) => {
    await lockDataset(transaction, datasetId)
    const { rows } = await sql<{ id: string }>`select id from dataset_versions
      where dataset_id = ${datasetId} and status in ('uploaded', 'processing')`.execute(transaction)
    for (const { id } of rows) {
      const version = await lockVersion(transaction, id)
      if (!version) continue
      if (version.status === 'uploaded') await move(transaction, version, 'processing')
      await failVersion(
        transaction,
        { versionId: id, datasetId, number: version.number, attempt: version.attempt },
        {
          code: 'cancelled',
          detail: 'Reading this file was cancelled. The file is kept as it is and can be downloaded.',
        },
      )
    }
    return rows.length > 0
  })

/** Puts an attempt back that a stop interrupts or that waits for room; it does not count as a failure. */
export const releaseVersion = async (db: Db, claim: Claim): Promise<void> => {
  await sql`update dataset_versions set releases = releases + 1 where ${holds(claim)}`.execute(db)
}

interface LockedVersion {
  id: string
  datasetId: string
  number: number
  status: DatasetStatus
  attempt: number
  releases: number
  tableIndex: number | null
}

const holds = ({ versionId, attempt }: Claim) =>
  sql`id = ${versionId} and attempt = ${attempt} and status = 'processing'`

/** The dataset is locked before its version everywhere, as a delete does it, so that nobody waits in a circle. */
const lockDataset = async (db: Db, datasetId: string): Promise<void> => {
  await sql`select from datasets where id = ${datasetId} for no key update`.execute(db)
}

const lockVersion = async (db: Db, versionId: string): Promise<LockedVersion | undefined> => {
  const known = await sql<{ dataset_id: string }>`
    select dataset_id from dataset_versions where id = ${versionId}`.execute(db)
  const datasetId = known.rows[0]?.dataset_id
  if (!datasetId) return undefined
  await lockDataset(db, datasetId)
  const { rows } = await sql<LockedVersion>`
    select id, dataset_id as "datasetId", number, status, attempt, releases, (options ->> 'table_index')::int as "tableIndex"
    from dataset_versions where id = ${versionId} for no key update`.execute(db)
  return rows[0]
}

const lockClaimed = async (db: Db, claim: Claim): Promise<LockedVersion> => {
  const version = await lockVersion(db, claim.versionId)
  if (version?.status !== 'processing' || version.attempt !== claim.attempt) {
    throw new ClaimLost(`Attempt ${claim.attempt} at version ${claim.versionId} no longer counts`)
  }
  return version
}

/** Moves a version, and its dataset as long as that has no other version in use. */
const move = async (db: Db, version: LockedVersion, status: DatasetStatus): Promise<void> => {
  if (!nextStates[version.status].includes(status)) {
    throw new StatusRefused(`A version that is ${version.status} cannot become ${status}`)
  }
  await sql`update dataset_versions set status = ${status} where id = ${version.id}`.execute(db)
  await sql`update datasets set status = ${status}
    where id = ${version.datasetId} and current_version = ${version.number} and status <> ${status}`.execute(db)
  version.status = status
}

const countKinds = (columns: ColumnInfo[]): Partial<Record<ColumnKind, number>> => {
  const counts: Partial<Record<ColumnKind, number>> = {}
  for (const { kind } of columns) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
