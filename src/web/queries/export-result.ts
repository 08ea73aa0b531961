import { type ExportFormat, exportFormats } from '../../shared/export-format.ts'
import { mediaTypes } from '../../shared/media-types.ts'
import { queryTimeouts } from '../../shared/queries.ts'
import { send } from '../api/request.ts'
import { type Question, queryPath } from './query-requests.ts'

/** What a result can be exported as: every format of downloads but JSON, which answers the page with few rows. */
export const resultFormats = exportFormats.filter((format) => format !== 'json')

/** Asks again for all rows of a question, as a file, and has the browser keep it under a name. */
export async function exportResult(
  datasetId: string,
  question: Question,
  format: ExportFormat,
  name: string,
): Promise<void> {
  const [accept = ''] = mediaTypes[format].split(';')
  const body = { ...question, timeout_ms: queryTimeouts.most }
  const answer = await send('POST', queryPath(datasetId), { body, headers: { accept } })
  const url = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: `${name}.${format}` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), keptMs)
}

const keptMs = 60_000
