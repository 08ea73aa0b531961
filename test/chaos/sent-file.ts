import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { DataLensClient } from '../datalens-client.ts'
import { fileForm } from '../multipart.ts'
import type { MixedFile } from './mixed-files.ts'

/** An upload by tus that has begun; `acknowledged` is the last offset that the server said is safe. */
export interface BegunUpload {
  file: MixedFile
  location: string
  acknowledged: number
  /** The dataset that it is to be a version of. */
  versionOf: string | undefined
  /** The person has asked to give it up, or sent its last byte, and nobody knows while an answer is missing. */
  mayBeGivenUp: boolean
  mayBeWhole: boolean
}

const tus = { 'tus-resumable': '1.0.0' }

/** Sends a file as a form, as a dataset of its own or as a version of one. */
export const sendForm = (
  client: DataLensClient,
  { name, content }: MixedFile,
  { path = '/datasets', key }: { path?: string; key?: string | undefined } = {},
): Promise<Response> => {
  const { payload, headers } = fileForm(content, name)
  return fetch(client.address(path), {
    method: 'POST',
    body: new Uint8Array(payload),
    headers: { ...headers, ...client.headers, ...(key ? { 'idempotency-key': key } : {}) },
  })
}

/** Sends half of a form and then goes away. */
export const breakOff = (client: DataLensClient, { name, content }: MixedFile, afterMs: number): Promise<void> => {
  const { payload, headers } = fileForm(content, name)
  const sending = request(client.address('/datasets'), {
    method: 'POST',
    headers: { ...headers, ...client.headers, 'content-length': payload.length },
  })
  return new Promise((resolve) => {
    sending.on('error', () => resolve())
    sending.on('response', (answer) => answer.resume())
    sending.on('close', () => resolve())
    sending.write(payload.subarray(0, payload.length / 2))
    setTimeout(() => sending.destroy(), afterMs)
  })
}

/** Begins an upload that can be gone on with; `dataset` makes it a version. */
export const beginTus = (client: DataLensClient, { name, content }: MixedFile, dataset?: string): Promise<Response> => {
  const metadata = Object.entries({ filename: name, ...(dataset ? { dataset } : {}) })
    .map(([field, value]) => `${field} ${Buffer.from(value).toString('base64')}`)
    .join(',')
  return fetch(client.address('/uploads'), {
    method: 'POST',
    headers: { ...tus, ...client.headers, 'upload-length': String(content.length), 'upload-metadata': metadata },
  })
}

/** Asks how far an upload is. */
export const askTus = (client: DataLensClient, location: string): Promise<Response> =>
  fetch(client.address(location), { method: 'HEAD', headers: { ...tus, ...client.headers } })

/** Sends the next bytes of an upload, with their checksum or without. */
export const sendTus = (
  client: DataLensClient,
  location: string,
  { offset, bytes, isChecked }: { offset: number; bytes: Buffer; isChecked: boolean },
): Promise<Response> =>
  fetch(client.address(location), {
    method: 'PATCH',
    body: new Uint8Array(bytes),
    headers: {
      ...tus,
      ...client.headers,
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
      ...(isChecked ? { 'upload-checksum': `sha256 ${createHash('sha256').update(bytes).digest('base64')}` } : {}),
    },
  })

/** Gives an upload up. */
export const giveUpTus = (client: DataLensClient, location: string): Promise<Response> =>
  fetch(client.address(location), { method: 'DELETE', headers: { ...tus, ...client.headers } })
