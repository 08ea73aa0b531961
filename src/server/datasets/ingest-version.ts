import { chmod, mkdir, rm, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { ingestFile } from '../../engine/ingest/ingest-file.ts'
import { unfinishedTable } from '../../engine/ingest/unfinished-table.ts'
import { profileSample } from '../../engine/profile/profile-sample.ts'
import { profileTable } from '../../engine/profile/profile-table.ts'
import { UnreadableFileError } from '../../engine/unreadable-file-error.ts'
import { isDatabaseUnavailable } from '../database/database-unavailable.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { clipPreview } from './clip-preview.ts'
import { holdRoomForLoad, RoomTakenError } from './load-room.ts'
import { findStepsBase, loadSteps } from './load-steps.ts'
import { reportProgress } from './report-progress.ts'
import { absolutePath, filesOfTable, syncEntry, tablePath, workPath } from './stored-file.ts'
import {
  type Claim,
  type ClaimedVersion,
  ClaimLost,
  claimVersion,
  crashed,
  failVersion,
  holdsClaim,
  maxAttempts,
  namesTable,
  noteFirstProfile,
  notePreview,
  promoteVersion,
  releaseVersion,
  type VersionFailure,
} from './version-states.ts'

/** What an ingest needs from outside; `stop` asks it to put its work back because the process ends. */
export interface IngestOutside {
  db: Db
  home: Home
  threads: number
  memoryLimitBytes: number
  stop: AbortSignal
  /** Calls `listener` when something happens to the dataset that may end the attempt. */
  onChange: (datasetId: string, listener: () => void) => () => void
  log: (message: string, error: unknown) => void
}

/** So often does a load come back for the room of others; the queue waits longer before each time, some hours in all. */
const waitsForRoom = 9

/** A job of the queue: turns the file of a version into its table and profile, or says why that cannot be. */
export const ingestVersion = async (versionId: string, outside: IngestOutside): Promise<void> => {
  const { db } = outside
  const claim = await claimVersion(db, versionId)
  if (!claim) return
  for (let attempt = 1; attempt < claim.attempt; attempt += 1) await removeAttempt({ ...claim, attempt }, outside)
  const lost = new AbortController()
  const giveUp = () => lost.abort(new ClaimLost('The dataset was cancelled or deleted'))
  const stopWatching = outside.onChange(claim.datasetId, () => {
    holdsClaim(db, claim).then(
      (holds) => holds || giveUp(),
      () => {},
    )
  })
  try {
    await readVersion(claim, outside, { giveUp, signal: AbortSignal.any([outside.stop, lost.signal]) })
  } catch (error) {
    if (error instanceof ClaimLost || lost.signal.aborted) return
    if (outside.stop.aborted || (error instanceof RoomTakenError && claim.attempt - claim.tries < waitsForRoom)) {
      await releaseVersion(db, claim)
      throw error
    }
    const failure = failureOf(error, absolutePath(outside.home, claim.filePath))
    const isLast = claim.tries >= maxAttempts
    if (!failure && !isSameEachTime(error, claim.tries) && !isLast) throw error
    if (!failure) outside.log(`Version ${claim.versionId} failed for good`, error)
    await patiently(() => failVersion(db, claim, failure ?? (isLast ? crashed : stumbled))).catch(unlessLost)
  } finally {
    stopWatching()
    await removeAttempt(claim, outside)
  }
}

const readVersion = async (
  claim: ClaimedVersion,
  { db, home, threads, memoryLimitBytes, log }: IngestOutside,
  { giveUp, signal }: { giveUp: () => void; signal: AbortSignal },
): Promise<void> => {
  const table = tablePath(claim.versionId, claim.attempt)
  const tableFile = absolutePath(home, table)
  const workDir = absolutePath(home, workPath(claim.versionId, claim.attempt))
  await mkdir(workDir, { recursive: true })
  const base = await stepsBaseOf(db, claim)
  const source = base
    ? { file: absolutePath(home, base.tablePath), fileName: base.tablePath, fileSize: base.tableSize }
    : { file: absolutePath(home, claim.filePath), fileName: claim.originalFilename, fileSize: claim.fileSize }
  await holdRoomForLoad(db, home, { workDir, ...source })
  const progress = reportProgress(db, claim, giveUp)
  try {
    const none = { bytes_done: null, bytes_total: null, rows: null, rows_per_second: null, eta_ms: null }
    if (base) progress.note({ stage: 'reading', ...none })
    const resources = { workDir, threads, memoryLimitBytes, signal }
    const { rowCount, columns, receipt, parts, tableIndex } = base
      ? await loadSteps(home, base, claim.steps ?? [], { ...resources, tableFile })
      : await ingestFile({
          ...resources,
          file: absolutePath(home, claim.filePath),
          originalName: claim.originalFilename,
          tableFile,
          sha256: claim.sha256,
          reading: claim.options ?? {},
          onProgress: ({ stage, bytesDone, bytesTotal, rows, rowsPerSecond, etaMs }) =>
            progress.note({
              stage,
              bytes_done: bytesDone,
              bytes_total: bytesTotal,
              rows,
              rows_per_second: rowsPerSecond,
              eta_ms: etaMs,
            }),
          onPreview: (preview) => void notePreview(db, claim, clipPreview(preview)).catch(() => {}),
        })
    const bytes = { bytes_done: claim.fileSize, bytes_total: claim.fileSize }
    progress.note({ stage: 'profiling', ...bytes, rows: rowCount, rows_per_second: null, eta_ms: null })
    const profiling = { ...resources, tableFile, columns }
    await keepFirstProfile(claim, { ...profiling, rowCount }, { db, log })
    const profile = await profileTable(profiling)
    signal.throwIfAborted()
    await chmod(tableFile, 0o444)
    await syncEntry(tableFile)
    const { size } = await stat(tableFile)
    await progress.end()
    await patiently(() =>
      promoteVersion(db, claim, {
        tablePath: table,
        tableSize: size,
        rowCount,
        columns,
        receipt,
        parts,
        tableIndex,
        profile,
      }),
    )
  } finally {
    await progress.end()
  }
}

/** The version that the steps of an attempt begin with; undefined where it reads the file. */
const stepsBaseOf = async (db: Db, { datasetId, steps, baseVersion }: ClaimedVersion) => {
  if (!steps?.length || baseVersion === null) return undefined
  const base = await findStepsBase(db, datasetId, baseVersion)
  if (base) return base
  throw new UnreadableFileError(
    'steps_not_applicable',
    `Version ${baseVersion}, which these steps begin with, is gone.`,
  )
}

/** For whoever waits for a large table. What fails here is left to the exact profile, which says so. */
const keepFirstProfile = async (
  claim: ClaimedVersion,
  request: Parameters<typeof profileSample>[0],
  { db, log }: Pick<IngestOutside, 'db' | 'log'>,
): Promise<void> => {
  try {
    const first = await profileSample(request)
    if (first) await noteFirstProfile(db, claim, first)
  } catch (error) {
    if (!request.signal?.aborted) log(`Version ${claim.versionId} has no first profile`, error)
  }
}

/** What a person can be told; undefined for a failure of ours, which another attempt may not have. */
export const failureOf = (error: unknown, file: string): VersionFailure | undefined => {
  if (error instanceof UnreadableFileError) return { code: error.code, detail: error.detail }
  const { code, path } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' && path === file) {
    return { code: 'file_missing', detail: 'The stored file is gone from the disk. Upload it again.' }
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      code: 'no_space',
      detail: 'The disk is full, so the file could not be read. It is kept; upload it again when there is room.',
    }
  }
  return undefined
}

/**
 * What DuckDB says of a statement or a value, or a defect of ours that comes a second time: the same file would meet it in
 * every attempt. Of a result that another failure closed DuckDB speaks as of a wrong value.
 */
export const isSameEachTime = (error: unknown, tries: number): boolean =>
  ((error instanceof TypeError || error instanceof ReferenceError) && tries > 1) ||
  (error instanceof Error &&
    !/unsuccessful or closed/i.test(error.message) &&
    /^(Binder|Catalog|Conversion|Invalid Input|Mismatch Type|Not implemented|Out of Range|Parser) Error:/.test(
      error.message,
    ))

const stumbled: VersionFailure = {
  code: 'crashed',
  detail:
    'DataLens stumbled over something in this file, and would each time. The file is kept as it is and can be downloaded. Read it again with other options, or send it to whoever runs this server.',
}

const unlessLost = (error: unknown) => {
  if (!(error instanceof ClaimLost)) throw error
}

/** Hours of reading are not thrown away because the database is restarting. */
const patiently = async (work: () => Promise<void>): Promise<void> => {
  for (let delay = 100; ; delay = Math.min(delay * 2, 5_000)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error
      await pause(delay)
    }
  }
}

/** Removes what an attempt has written: the work directory always, the table unless the version has come to name it. */
const removeAttempt = async ({ versionId, attempt }: Claim, { db, home }: IngestOutside): Promise<void> => {
  const table = tablePath(versionId, attempt)
  const files = filesOfTable(table).map((path) => absolutePath(home, path))
  await rm(absolutePath(home, workPath(versionId, attempt)), { recursive: true, force: true })
  for (const file of files) await rm(unfinishedTable(file), { force: true })
  const isKept = await namesTable(db, versionId, table).catch(() => true)
  if (isKept) return
  for (const file of files) await rm(file, { force: true })
}
