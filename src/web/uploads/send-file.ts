import type { DetailedError, HttpResponse, PreviousUpload } from 'tus-js-client'
import { type Dataset, datasetSchema } from '../../shared/dataset.ts'
import { Unreachable } from '../api/problem.ts'
import { problemFrom } from '../api/read-answer.ts'
import { refreshSession } from '../api/refresh-session.ts'
import { apiUrl, get } from '../api/request.ts'

/** The reason of a signal that stops a transfer and leaves the server what it has. */
export const paused = Symbol('paused')

/** A part that is sent at once: long enough to cost nothing, short enough to be signed in again in between. */
const partBytes = 64 * 2 ** 20
/** Waits between attempts that bring nothing: about half an hour without a connection. */
const retryDelays = [0, 500, 1000, 2000, 4000, 8000, 15_000, ...Array.from({ length: 60 }, () => 30_000)]
/** Answers after which the same request may succeed: an offset to ask for again, a lock, a server that has much to do. */
const passing = [0, 401, 409, 423, 429, 500, 502, 503, 504]

const underWay = new Set<string>()

/** What became of a file: a dataset, or an upload that waits to be used as a version. */
export type Sent = { dataset: Dataset } | { uploadId: string }

/**
 * Sends one file and answers what it became; the next version of a dataset waits until somebody has seen what it would be. It goes on where it was after a lost connection, after a restart of the
 * server, and after a reload when the person chooses the same file again.
 */
export async function sendFile(
  file: File,
  {
    signal,
    datasetId,
    onBegun,
    onProgress,
    onHeld,
  }: {
    signal: AbortSignal
    /** The dataset that the file is to be the next version of. */
    datasetId: string | undefined
    /** Hears what the server calls the upload. */
    onBegun: (uploadId: string) => void
    onProgress: (sent: number) => void
    /** An attempt failed, and another follows by itself. */
    onHeld: () => void
  },
): Promise<Sent> {
  const { Upload } = await import('tus-js-client')
  signal.throwIfAborted()
  let datasetPath: string | undefined
  let uploadId: string | undefined
  let isSignedOut = false

  await new Promise<void>((resolve, reject) => {
    const finish = (error?: unknown) => {
      if (upload.url) underWay.delete(upload.url)
      if (error === undefined) resolve()
      else reject(error)
    }
    const upload = new Upload(file, {
      endpoint: apiUrl('/uploads'),
      metadata: { filename: file.name, ...(datasetId ? { dataset: datasetId, hold: 'true' } : {}) },
      fingerprint: async ({ name, size, lastModified }: File) =>
        ['datalens', name, size, lastModified, datasetId ?? ''].join('|'),
      chunkSize: partBytes,
      retryDelays,
      removeFingerprintOnSuccess: true,
      onUploadUrlAvailable: () => {
        if (!upload.url) return
        underWay.add(upload.url)
        uploadId = upload.url.split('/').at(-1) ?? ''
        onBegun(uploadId)
      },
      onProgress,
      onBeforeRequest: async () => {
        if (isSignedOut) isSignedOut = !(await refreshSession(Date.now()).catch(() => false))
      },
      onAfterResponse: (_request, answer) => {
        datasetPath = answer.getHeader('Location-Dataset') ?? datasetPath
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0
        if (status === 401 && isSignedOut) return false
        isSignedOut = status === 401
        if (!passing.includes(status)) return false
        onHeld()
        return true
      },
      onSuccess: () => finish(),
      onError: (error) => finish(failureOf(error)),
    })
    signal.addEventListener('abort', () => {
      finish(signal.reason)
      void upload.abort(signal.reason !== paused).catch(() => {})
    })
    void begin(upload)
  })
  if (!datasetPath && datasetId && uploadId) return { uploadId }
  if (!datasetPath) throw new Error('The server has the file, but did not say which dataset it is')
  return { dataset: await get(datasetPath.replace('/api/v1', ''), datasetSchema, { signal }) }
}

/** Goes on with what this browser sent of the same file before, unless that is being sent at this moment. */
async function begin(upload: import('tus-js-client').Upload): Promise<void> {
  const before = await upload.findPreviousUploads().catch((): PreviousUpload[] => [])
  const latest = before.filter(({ uploadUrl }) => uploadUrl && !underWay.has(uploadUrl)).at(-1)
  if (latest) upload.resumeFromPreviousUpload(latest)
  upload.start()
}

function failureOf(error: Error | DetailedError): unknown {
  const answer: HttpResponse | null | undefined = 'originalResponse' in error ? error.originalResponse : undefined
  if (!answer || answer.getStatus() === 0) return new Unreachable(error)
  return problemFrom(answer.getStatus(), answer.getBody(), answer.getHeader('Retry-After') ?? null)
}
