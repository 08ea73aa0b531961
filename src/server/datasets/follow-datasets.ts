import { setTimeout as sleep } from 'node:timers/promises'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DatasetPreview } from '../../shared/dataset.ts'
import { isDatabaseUnavailable } from '../database/database-unavailable.ts'
import type { Db } from '../database/db.ts'
import type { EventStream } from '../events/event-stream.ts'
import { followedBy, visibleTo } from './access.ts'
import type { DatasetChangeListener, DatasetChanges } from './dataset-changes.ts'
import { type DatasetRecord, datasetColumns, datasetSource, presentDataset } from './dataset-record.ts'

export interface Following {
  /** Gives a connection of the pool for one statement. */
  db: () => Db
  changes: DatasetChanges
  userId: string
  stream: EventStream
  /** The id of the last event that the reader has seen, before the connection was lost. */
  lastEventId: string | undefined
}

/** Changes that come faster are told together: a reader wants the latest state, not each step on the way. */
const pauseMs = 100
/** Transactions that began earlier may commit later, so resuming goes back a little; states may be told twice. */
const overlapSeconds = 10
const pauseWithoutDatabaseMs = 1_000
const mostAtOnce = 100

type FollowedRecord = DatasetRecord & { told_at: string }

interface Scope {
  subscribe: (listener: DatasetChangeListener) => () => void
  /** What to tell of at the beginning, and again when changes may have been missed. */
  first: RawBuilder<unknown>
  /** Who is told; what does not fit any more is told as deleted. */
  mayHear: RawBuilder<SqlBool>
  endsWhenFinished: boolean
}

/** Tells of all datasets a person follows: first of those in work (or changed since `lastEventId`), then of every change. */
export const followAll = (following: Following): Promise<void> => {
  const { changes, userId, lastEventId } = following
  const since = lastEventId !== undefined && /^\d{1,16}$/.test(lastEventId) ? Number(lastEventId) / 1e6 : undefined
  const missed = since === undefined ? sql`false` : sql`d.updated_at > to_timestamp(${since - overlapSeconds})`
  return follow(following, {
    subscribe: (listener) => changes.ofUser(userId, listener),
    first: sql`(${missed} or exists (
      select from dataset_versions v where v.dataset_id = d.id and v.status in ('uploaded', 'processing')))`,
    mayHear: followedBy(userId),
    endsWhenFinished: false,
  })
}

/** Tells of one dataset: as it is now, then of every change, until nothing is being done to it any more. */
export const followOne = (following: Following, id: string): Promise<void> =>
  follow(following, {
    subscribe: (listener) => following.changes.ofDataset(id, listener),
    first: sql`d.id = ${id}`,
    mayHear: visibleTo(following.userId),
    endsWhenFinished: true,
  })

const follow = async (following: Following, { subscribe, first, mayHear, endsWhenFinished }: Scope): Promise<void> => {
  const { stream } = following
  const changed = new Set<string>()
  const previewed = new Set<string>()
  let isGap = true
  let wake = Promise.withResolvers<void>()
  const unsubscribe = subscribe((change) => {
    if (change === 'gap') isGap = true
    else changed.add(change.id)
    wake.resolve()
  })
  stream.closed.addEventListener('abort', () => wake.resolve())

  const tellNext = async (): Promise<{ hasFinished: boolean }> => {
    if (isGap) {
      isGap = false
      const found = await findIds(following, first, mayHear)
      if (endsWhenFinished && found.length === 0) return { hasFinished: true }
      for (const id of found) changed.add(id)
    }
    const ids = [...changed].slice(0, mostAtOnce)
    for (const id of ids) changed.delete(id)
    const records = await findRecords(following, ids, mayHear).catch((error) => {
      for (const id of ids) changed.add(id)
      throw error
    })
    for (const record of records) await tell(following, record, previewed)
    const gone = ids.filter((id) => !records.some((record) => record.id === id))
    for (const id of gone) stream.send({ event: 'deleted', data: { id } })
    return { hasFinished: gone.length > 0 || records.some((record) => record.work_number === null) }
  }

  try {
    let lastTold = 0
    while (!stream.closed.aborted) {
      wake = Promise.withResolvers()
      if (changed.size === 0 && !isGap) await wake.promise
      await pause(lastTold + pauseMs - performance.now(), stream.closed)
      lastTold = performance.now()
      try {
        const { hasFinished } = await tellNext()
        if (hasFinished && endsWhenFinished) return
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error
        isGap = true
        await pause(pauseWithoutDatabaseMs, stream.closed)
      }
    }
  } finally {
    unsubscribe()
    stream.end()
  }
}

const tell = async ({ db, stream }: Following, record: FollowedRecord, previewed: Set<string>): Promise<void> => {
  if (record.work_number === null) previewed.delete(record.id)
  if (record.has_preview && !previewed.has(record.id)) {
    const preview = await findPreview(db(), record)
    if (preview) {
      previewed.add(record.id)
      stream.send({ event: 'preview', data: { dataset_id: record.id, version: record.work_number, ...preview } })
    }
  }
  stream.send({ event: 'dataset', data: presentDataset(record), id: record.told_at })
  await stream.writable()
}

const findIds = async (
  { db }: Following,
  which: RawBuilder<unknown>,
  mayHear: RawBuilder<SqlBool>,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select d.id from datasets d where ${which} and ${mayHear} order by d.created_at`.execute(db())
  return rows.map(({ id }) => id)
}

const findRecords = async (
  { db, userId }: Following,
  ids: string[],
  mayHear: RawBuilder<SqlBool>,
): Promise<FollowedRecord[]> => {
  if (ids.length === 0) return []
  const { rows } = await sql<FollowedRecord>`
    select ${datasetColumns(userId)}, (extract(epoch from clock_timestamp()) * 1e6)::bigint::text as told_at
    from ${datasetSource} where d.id = any(${ids}::uuid[]) and ${mayHear} order by d.created_at`.execute(db())
  return rows
}

const findPreview = async (db: Db, record: FollowedRecord): Promise<DatasetPreview | undefined> => {
  const { rows } = await sql<{ preview: DatasetPreview | null }>`
    select preview from dataset_versions where dataset_id = ${record.id} and number = ${record.work_number}`.execute(db)
  return rows[0]?.preview ?? undefined
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  milliseconds <= 0 ? Promise.resolve() : sleep(milliseconds, undefined, { signal }).catch(() => {})
