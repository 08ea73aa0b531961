import type { QueryClient } from '@tanstack/react-query'
import { userSchema } from '../../shared/account.ts'
import { type Dataset, datasetSchema } from '../../shared/dataset.ts'
import { pageOf } from '../../shared/page.ts'
import { unfinishedUploadSchema } from '../../shared/upload.ts'
import { hasCode, sentenceOf, Unreachable } from '../api/problem.ts'
import { get, tell } from '../api/request.ts'
import { cacheDataset } from '../datasets/dataset-cache.ts'
import { createStore } from '../ui/create-store.ts'
import { paused, sendFile } from './send-file.ts'
import {
  afterReload,
  afterUploadEvent,
  heldElsewhere,
  settledElsewhere,
  type Upload,
  type UploadEvent,
  type VersionOf,
  wholeUpload,
} from './upload.ts'
import { inUploadLane } from './upload-lane.ts'

const storageKey = 'datalens.uploads'
const progressMs = 100

/** Every transfer of this tab, oldest first. */
export const uploads = createStore<readonly Upload[]>(readStored())

const files = new Map<string, { file: File; cancel: AbortController }>()

/** Sends files, three at a time; each becomes a dataset of its own, or the next version of one. */
export function startUploads(client: QueryClient, chosen: readonly File[], versionOf: VersionOf | null = null): void {
  const isAgain = ({ state, canRetry, name, size }: Upload) =>
    (state === 'left' || (state === 'failed' && !canRetry)) &&
    chosen.some((file) => file.name === name && file.size === size)
  const before = uploads.get().filter(isAgain)
  if (before.length > 0) take({ type: 'removed', ids: before.map(({ id }) => id) })
  const added = chosen.map((file) => ({ id: newKey(), name: file.name, size: file.size, versionOf, file }))
  for (const { id, file } of added) files.set(id, { file, cancel: new AbortController() })
  take({ type: 'added', uploads: added.map(({ file: _, ...upload }) => upload) })
  for (const { id } of added) void transfer(client, id)
}

export function retryUpload(client: QueryClient, id: string): void {
  begin(client, id, { type: 'retried', id })
}

/** Holds a transfer; the server keeps what it has of it, and others may leave instead. */
export function pauseUpload(id: string): void {
  files.get(id)?.cancel.abort(paused)
  take({ type: 'paused', id })
}

export function resumeUpload(client: QueryClient, id: string): void {
  begin(client, id, { type: 'resumed', id })
}

/** What the server has made of a transfer. */
export function storedAs(client: QueryClient, id: string, dataset: Dataset): void {
  take({ type: 'stored', id, datasetId: dataset.id })
  cacheDataset(client, dataset)
}

/** Learns how far the transfers are that this browser has no file for any more, and which wait to be used as a version. */
export async function findLeftUploads(): Promise<void> {
  const before = uploads.get()
  const left = before.filter(({ state }) => state === 'left')
  const { items } = await get('/uploads', pageOf(unfinishedUploadSchema), { query: { limit: 1000 } })
  take({ type: 'removed', ids: settledElsewhere(before, items).map(({ id }) => id) })
  for (const { id, name, size, uploadId } of left) {
    const whole = heldElsewhere([], items).find((item) => item.id === uploadId)
    if (whole) take({ type: 'arrived', id, uploadId: whole.id })
    const kept = whole ?? items.find(({ filename, length }) => filename === name && length === size)
    take({ type: 'kept', id, sent: kept?.offset ?? 0 })
  }
  for (const item of heldElsewhere(uploads.get(), items)) {
    const id = item.dataset ?? ''
    // The dialog says why a dataset cannot be read.
    const dataset = await get(`/datasets/${encodeURIComponent(id)}`, datasetSchema).catch(() => undefined)
    const versionOf = { id, version: dataset?.version ?? 0 }
    if (heldElsewhere(uploads.get(), [item]).length > 0) {
      take({ type: 'restored', uploads: [wholeUpload(item, versionOf)] })
    }
  }
}

/** Has the server delete a file that waits to be used, and takes it from the tray. */
export function giveUpUpload({ id, uploadId }: Upload): void {
  void tell('DELETE', `/uploads/${uploadId}`, { headers: { 'tus-resumable': '1.0.0' } }).catch(() => {})
  removeUploads([id])
}

/** The person has said what to do about a dataset with the bytes of an earlier one. */
export function decideSameBytes(id: string): void {
  take({ type: 'decided', id })
}

/** Stops transfers that are under way, and takes them from the tray; what is whole on the server stays there. */
export function removeUploads(ids: string[]): void {
  for (const id of ids) {
    files.get(id)?.cancel.abort()
    files.delete(id)
  }
  take({ type: 'removed', ids })
}

/** Asks before the browser leaves while bytes are on their way. */
export function guardUploads(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (uploads.get().some(({ state }) => state === 'waiting' || state === 'sending')) event.preventDefault()
  }
  addEventListener('beforeunload', ask)
  return () => removeEventListener('beforeunload', ask)
}

function begin(client: QueryClient, id: string, event: UploadEvent): void {
  const known = files.get(id)
  if (!known) return
  files.set(id, { file: known.file, cancel: new AbortController() })
  take(event)
  void transfer(client, id)
}

async function transfer(client: QueryClient, id: string): Promise<void> {
  const entry = files.get(id)
  if (!entry) return
  const { file, cancel } = entry
  try {
    const sent = await inUploadLane(cancel.signal, async () => {
      await get('/auth/me', userSchema, { signal: cancel.signal })
      take({ type: 'started', id })
      return sendFile(file, {
        signal: cancel.signal,
        datasetId: uploads.get().find((upload) => upload.id === id)?.versionOf?.id,
        onBegun: (uploadId) => take({ type: 'begun', id, uploadId }),
        onProgress: throttled(id),
        onHeld: () => take({ type: 'held', id }),
      })
    })
    files.delete(id)
    if ('uploadId' in sent) take({ type: 'arrived', id, uploadId: sent.uploadId })
    else storedAs(client, id, sent.dataset)
  } catch (error) {
    if (cancel.signal.aborted) return
    take({ type: 'failed', id, reason: reasonOf(error), canRetry: !hasCode(error, 'unsupported_format', 'too_large') })
  }
}

function throttled(id: string): (sent: number) => void {
  let last = Number.NEGATIVE_INFINITY
  return (sent) => {
    const at = performance.now()
    if (at - last < progressMs) return
    last = at
    take({ type: 'progressed', id, sent, at })
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Unreachable
    ? 'The connection broke, or the file changed on this computer. Send it again: it goes on where it was.'
    : sentenceOf(error)
}

function take(event: UploadEvent): void {
  const next = afterUploadEvent(uploads.get(), event)
  uploads.set(next)
  if (event.type !== 'progressed') sessionStorage.setItem(storageKey, JSON.stringify(next))
}

function readStored(): Upload[] {
  try {
    return afterReload(JSON.parse(sessionStorage.getItem(storageKey) ?? '[]'))
  } catch {
    return []
  }
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
