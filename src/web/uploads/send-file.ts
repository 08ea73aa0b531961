import { type Dataset, datasetSchema } from '../../shared/dataset.ts'
import { Unreachable } from '../api/problem.ts'
import { problemFrom } from '../api/read-answer.ts'
import { apiUrl } from '../api/request.ts'

/**
 * Sends one file and answers the dataset it became. XMLHttpRequest, because fetch does not tell how much has left.
 * The same `key` again never makes a second dataset.
 */
export function sendFile(
  file: File,
  { key, signal, onProgress }: { key: string; signal: AbortSignal; onProgress: (sent: number) => void },
): Promise<Dataset> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const form = new FormData()
    form.append('file', file, file.name)
    request.open('POST', apiUrl('/datasets'))
    request.setRequestHeader('Idempotency-Key', key)
    request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, file.size))
    request.onerror = () => reject(new Unreachable(undefined))
    request.onabort = () => reject(signal.reason)
    request.onload = () => {
      if (request.status !== 201) {
        reject(problemFrom(request.status, request.responseText, request.getResponseHeader('retry-after')))
        return
      }
      try {
        resolve(datasetSchema.parse(JSON.parse(request.responseText)))
      } catch (error) {
        reject(error)
      }
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
