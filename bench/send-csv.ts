import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Dataset } from '../src/shared/dataset.ts'
import type { DataLensClient } from '../test/datalens-client.ts'

/** What became of a file that was sent and waited for; milliseconds. */
export type SentCsv = { id: string; sending: number; last_byte_to_ready: number }

/** Streams a file to a server and waits until it is ready. */
export async function sendCsv(url: string, client: DataLensClient, csv: string): Promise<SentCsv> {
  const { size } = await stat(csv)
  const boundary = 'form-of-the-bench'
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="orders.csv"\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const began = performance.now()
  const sending = request(`${url}/api/v1/datasets?wait=300`, {
    method: 'POST',
    headers: {
      ...client.headers,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': head.length + size + tail.length,
    },
  })
  const answered = new Promise<string>((resolve, reject) => {
    sending.on('error', reject)
    sending.on('response', async (answer) => {
      let text = ''
      for await (const chunk of answer) text += chunk
      resolve(text)
    })
  })
  sending.write(head)
  await pipeline(createReadStream(csv, { highWaterMark: 2 ** 20 }), sending, { end: false })
  await new Promise<void>((resolve) => sending.end(tail, resolve))
  const lastByteAt = performance.now()
  let dataset = JSON.parse(await answered) as Pick<Dataset, 'id' | 'status'>
  while (dataset.status === 'uploaded' || dataset.status === 'processing')
    dataset = await client.dataset(dataset.id, 60)
  const readyAt = performance.now()
  if (dataset.status !== 'ready') throw new Error(`The upload ended as ${JSON.stringify(dataset)}`)
  return { id: dataset.id, sending: lastByteAt - began, last_byte_to_ready: readyAt - lastByteAt }
}
