import { send } from '../api/request.ts'
import { type Question, queryPath } from './query-requests.ts'

export const resultFormats = [{ extension: 'csv', label: 'CSV', type: 'text/csv' }] as const

export type ResultFormat = (typeof resultFormats)[number]

/** Asks again for all rows of a question, as a file, and has the browser keep it under a name. */
export async function exportResult(
  datasetId: string,
  question: Question,
  { type, extension }: ResultFormat,
  name: string,
): Promise<void> {
  const answer = await send('POST', queryPath(datasetId), { body: question, headers: { accept: type } })
  const url = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name}.${extension}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
