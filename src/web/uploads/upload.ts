import type { UnfinishedUpload } from '../../shared/upload.ts'

/** The dataset that a file is to be the next version of, and the version in use before. */
export type VersionOf = { id: string; version: number }

/** A file on its way to the server, as this tab sees it. */
export type Upload = {
  id: string
  name: string
  size: number
  versionOf: VersionOf | null
  /** `left`: the page that had the file was closed; `whole`: the server has it and waits to be told to use it. */
  state: 'waiting' | 'sending' | 'paused' | 'left' | 'whole' | 'stored' | 'failed'
  /** The connection is gone; it goes on by itself when that is back. */
  isHeld: boolean
  /** Bytes that left this browser. */
  sent: number
  /** Bytes per second, smoothed; null until two measurements exist. */
  speed: number | null
  measuredAt: number | null
  /** The dataset it became, once the server has it. */
  datasetId: string | null
  /** What the server calls it, once it has begun. */
  uploadId: string | null
  /** Why it failed and what to do, as a sentence. */
  reason: string | null
  /** Whether this tab still has the file, so that sending it again is one press. */
  canRetry: boolean
  /** The person has said what to do about the same bytes in an earlier dataset. */
  isDecided?: boolean
}

type NewUpload = Pick<Upload, 'id' | 'name' | 'size'> & { versionOf?: VersionOf | null }

export type UploadEvent =
  | { type: 'added'; uploads: NewUpload[] }
  | { type: 'started'; id: string }
  | { type: 'progressed'; id: string; sent: number; at: number }
  | { type: 'begun'; id: string; uploadId: string }
  | { type: 'held'; id: string }
  | { type: 'paused'; id: string }
  | { type: 'resumed'; id: string }
  | { type: 'arrived'; id: string; uploadId: string }
  | { type: 'kept'; id: string; sent: number }
  | { type: 'stored'; id: string; datasetId: string }
  | { type: 'failed'; id: string; reason: string; canRetry: boolean }
  | { type: 'retried'; id: string }
  | { type: 'decided'; id: string }
  | { type: 'removed'; ids: string[] }
  | { type: 'restored'; uploads: Upload[] }

const smoothingMs = 3000

/** The uploads after `event`, oldest first. */
export function afterUploadEvent(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  switch (event.type) {
    case 'added':
      return [...uploads, ...event.uploads.map(waiting)]
    case 'restored':
      return [...event.uploads, ...uploads]
    case 'removed':
      return uploads.filter(({ id }) => !event.ids.includes(id))
    case 'started':
      return replace(uploads, event.id, (upload) => ({ ...upload, state: 'sending', measuredAt: null }))
    case 'progressed':
      return replace(uploads, event.id, (upload) => measured(upload, event.sent, event.at))
    case 'begun':
      return replace(uploads, event.id, (upload) => ({ ...upload, uploadId: event.uploadId }))
    case 'held':
      return replace(uploads, event.id, (upload) => ({ ...upload, isHeld: true, speed: null, measuredAt: null }))
    case 'paused':
      return replace(uploads, event.id, (upload) => ({ ...upload, state: 'paused', speed: null, measuredAt: null }))
    case 'resumed':
      return replace(uploads, event.id, (upload) => ({ ...upload, state: 'waiting' }))
    case 'arrived':
      return replace(uploads, event.id, (upload) => ({
        ...upload,
        state: 'whole',
        sent: upload.size,
        uploadId: event.uploadId,
      }))
    case 'kept':
      return replace(uploads, event.id, (upload) => ({ ...upload, sent: event.sent }))
    case 'decided':
      return replace(uploads, event.id, (upload) => ({ ...upload, isDecided: true }))
    case 'stored':
      return replace(uploads, event.id, (upload) => ({
        ...upload,
        state: 'stored',
        sent: upload.size,
        datasetId: event.datasetId,
      }))
    case 'failed':
      return replace(uploads, event.id, (upload) => ({
        ...upload,
        state: 'failed',
        reason: event.reason,
        canRetry: event.canRetry,
      }))
    case 'retried':
      return replace(uploads, event.id, waiting)
  }
}

/** Milliseconds until the last byte has left, or null while nobody can know. */
export function timeLeft({ state, size, sent, speed }: Upload): number | null {
  return state === 'sending' && speed !== null && speed > 0 ? ((size - sent) / speed) * 1000 : null
}

/** What a reload leaves of the uploads: those the server has go on, the others wait for their file. */
export function afterReload(uploads: readonly Upload[]): Upload[] {
  return uploads.map((upload) =>
    upload.datasetId || upload.state === 'failed' || upload.state === 'whole'
      ? { ...upload, canRetry: false }
      : { ...upload, state: 'left', isHeld: false, speed: null, measuredAt: null, canRetry: false },
  )
}

/** What may be taken from the list at once: all but what is under way and what waits for a decision of the person. */
export function clearable(uploads: readonly Upload[]): readonly Upload[] {
  return uploads.filter(({ state }) => state === 'stored' || state === 'failed' || state === 'left')
}

/** Uploads that wait to be used, as this tab knew them, and that the server has no longer: used or given up elsewhere. */
export function settledElsewhere(uploads: readonly Upload[], items: readonly UnfinishedUpload[]): readonly Upload[] {
  return uploads.filter(({ state, uploadId }) => state === 'whole' && !items.some(({ id }) => id === uploadId))
}

/** Those of the server's list that wait to be used as a version and that this tab does not know, oldest first. */
export function heldElsewhere(uploads: readonly Upload[], items: readonly UnfinishedUpload[]): UnfinishedUpload[] {
  const isWhole = ({ held, dataset, offset, length }: UnfinishedUpload) => held && dataset !== null && offset === length
  return items.filter((item) => isWhole(item) && !uploads.some(({ uploadId }) => uploadId === item.id)).toReversed()
}

/** An upload of the server's list, as the tab that sent it would have it. */
export function wholeUpload({ id, filename, length }: UnfinishedUpload, versionOf: VersionOf): Upload {
  const upload = waiting({ id, name: filename, size: length, versionOf })
  return { ...upload, state: 'whole', sent: length, uploadId: id, canRetry: false }
}

function waiting({ id, name, size, versionOf = null }: NewUpload): Upload {
  return {
    id,
    name,
    size,
    versionOf,
    state: 'waiting',
    isHeld: false,
    sent: 0,
    speed: null,
    measuredAt: null,
    datasetId: null,
    uploadId: null,
    reason: null,
    canRetry: true,
  }
}

function measured(upload: Upload, sent: number, at: number): Upload {
  const elapsed = at - (upload.measuredAt ?? at)
  if (upload.measuredAt === null || elapsed <= 0 || sent < upload.sent) {
    return { ...upload, sent, isHeld: false, measuredAt: at }
  }
  const now = ((sent - upload.sent) / elapsed) * 1000
  const weight = 1 - Math.exp(-elapsed / smoothingMs)
  const speed = upload.speed === null ? now : upload.speed + (now - upload.speed) * weight
  return { ...upload, sent, isHeld: false, speed, measuredAt: at }
}

function replace(uploads: readonly Upload[], id: string, change: (upload: Upload) => Upload): readonly Upload[] {
  return uploads.map((upload) => (upload.id === id ? change(upload) : upload))
}
