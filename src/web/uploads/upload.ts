/** A file on its way to the server, as this tab sees it. */
export type Upload = {
  id: string
  name: string
  size: number
  state: 'waiting' | 'sending' | 'stored' | 'failed'
  /** Bytes that left this browser. */
  sent: number
  /** Bytes per second, smoothed; null until two measurements exist. */
  speed: number | null
  measuredAt: number | null
  /** The dataset it became, once the server has it. */
  datasetId: string | null
  /** Why it failed and what to do, as a sentence. */
  reason: string | null
  /** Whether this tab still has the file, so that sending it again is one press. */
  canRetry: boolean
}

export type UploadEvent =
  | { type: 'added'; uploads: { id: string; name: string; size: number }[] }
  | { type: 'started'; id: string; at: number }
  | { type: 'progressed'; id: string; sent: number; at: number }
  | { type: 'stored'; id: string; datasetId: string }
  | { type: 'failed'; id: string; reason: string; canRetry: boolean }
  | { type: 'retried'; id: string }
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
      return replace(uploads, event.id, (upload) => ({ ...upload, state: 'sending', measuredAt: event.at }))
    case 'progressed':
      return replace(uploads, event.id, (upload) => measured(upload, event.sent, event.at))
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

/** What a reload leaves of the uploads: those the server has go on, the others say what to do. */
export function afterReload(uploads: readonly Upload[]): Upload[] {
  return uploads.map((upload) =>
    upload.datasetId || upload.state === 'failed'
      ? { ...upload, canRetry: false }
      : {
          ...upload,
          state: 'failed',
          canRetry: false,
          reason: 'The page was reloaded while this file was on its way. Drop it again to send it.',
        },
  )
}

function waiting({ id, name, size }: { id: string; name: string; size: number }): Upload {
  return {
    id,
    name,
    size,
    state: 'waiting',
    sent: 0,
    speed: null,
    measuredAt: null,
    datasetId: null,
    reason: null,
    canRetry: true,
  }
}

function measured(upload: Upload, sent: number, at: number): Upload {
  const elapsed = at - (upload.measuredAt ?? at)
  if (elapsed <= 0) return { ...upload, sent }
  const now = ((sent - upload.sent) / elapsed) * 1000
  const weight = 1 - Math.exp(-elapsed / smoothingMs)
  const speed = upload.speed === null ? now : upload.speed + (now - upload.speed) * weight
  return { ...upload, sent, speed, measuredAt: at }
}

function replace(uploads: readonly Upload[], id: string, change: (upload: Upload) => Upload): readonly Upload[] {
  return uploads.map((upload) => (upload.id === id ? change(upload) : upload))
}
