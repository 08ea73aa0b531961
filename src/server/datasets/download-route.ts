import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ExportFormat, exportFormats, sheetCount } from '../../shared/export-format.ts'
import { mediaTypes } from '../../shared/media-types.ts'
import { recordEvent } from '../audit/record-event.ts'
import { invalid, Problem } from '../http/problem-error.ts'
import { readerGone } from '../http/reader-gone.ts'
import { contentDisposition, sendFile } from '../http/send-file.ts'
import { breakOffUnless, resetOnFailure } from './break-off.ts'
import { datasetParams } from './dataset-routes.ts'
import type { Datasets } from './datasets.ts'
import { getReadyVersion, getVersion, readingOf } from './get-version.ts'
import { asQueryProblem } from './query-problem.ts'
import { arrangementQuery, columnsAsked, selectionQuery, sortKeys } from './selection-query.ts'
import { absolutePath } from './stored-file.ts'

const downloadQuery = z.object({
  ...selectionQuery,
  ...arrangementQuery,
  format: z
    .string()
    .default('original')
    .describe(`\`original\` is the file as it was uploaded; or the rows as ${exportFormats.join(', ')}.`),
  guard: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      'CSV and TSV: a text that begins with `= + - @`, a tab, a carriage return or a line feed and is no number gets a leading apostrophe, so that no spreadsheet runs it. `off` leaves every text as it is.',
    ),
})

type Query = z.output<typeof downloadQuery>

/** The file of a dataset, or its rows in another format. */
export const downloadRoute = (
  root: FastifyInstance,
  { home, exports, sourceTexts, stopping, isStillSignedIn }: Datasets,
): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/datasets/:id/download',
    {
      schema: {
        tags: ['Datasets'],
        summary: 'Download the file, or the rows in another format',
        description:
          'Without a format the file as it was uploaded: byte for byte, with ranges, also when it could not be read. In another format the rows that `filter`, `q`, `sort` and `columns` leave (or `hide`, `show`, `pin` and `order`, as the address of the page says it), all of them, with their number in `X-Row-Count`, before the first byte; a connection that ends early means that something failed, that it was stopped (`exports`), or that access ended. A workbook goes on on further sheets where one cannot hold all rows: `X-Sheet-Count`, and a first sheet says which rows are where.',
        params: datasetParams,
        querystring: downloadQuery,
      },
    },
    (request, reply) => {
      const { id } = request.params
      const { format } = request.query
      const rowsFormat = exportFormats.find((known) => known === format)
      if (rowsFormat) return sendRows(request, reply, id, { ...request.query, format: rowsFormat })
      if (format === 'original') return sendOriginal(request, reply, id, request.query.version)
      throw invalid('format', `Choose "original" or one of ${exportFormats.join(', ')}; "${format}" is none of them.`)
    },
  )

  const sendOriginal = async (request: FastifyRequest, reply: FastifyReply, id: string, number: number | undefined) => {
    const version = await getVersion(request.em.getKysely(), request.user.id, id, number)
    await recordDownload(request, id, { format: 'original' })
    if (version.rowCount !== null) reply.header('x-row-count', version.rowCount)
    return await sendFile(request, reply, {
      path: absolutePath(home, version.filePath),
      name: version.originalFilename.split(/[/\\]/).at(-1) || 'file',
      type: (mediaTypes as Record<string, string>)[version.fileType] ?? 'application/octet-stream',
      tag: version.sha256,
    })
  }

  /** A failure of the database says nothing about it. */
  const mayRead = async ({ em, user }: FastifyRequest, id: string, number: number): Promise<boolean> => {
    try {
      await getVersion(em.getKysely(), user.id, id, number)
      return await isStillSignedIn(user)
    } catch (error) {
      return !(error instanceof Problem && error.code === 'not_found')
    }
  }

  const sendRows = async (
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    { format, guard, values, sort = [], filter, q, version: number, ...asked }: Query & { format: ExportFormat },
  ) => {
    const { em, user } = request
    const version = await getReadyVersion(em.getKysely(), user.id, id, number)
    const columns = columnsAsked((await readingOf(em.getKysely(), version.versionId)).columns, asked)
    const asText = values === 'source'
    const question = {
      tableFile: absolutePath(home, version.tablePath),
      textsFile: asText ? await sourceTexts.ofVersion(em.getKysely(), version) : undefined,
      asText,
      format,
      guard: guard === 'on',
      columns,
      sort: sortKeys(sort),
      filter,
      q,
    }
    const width = columns?.length ?? version.columnCount ?? 0
    const signal = AbortSignal.any([readerGone(reply), stopping])
    const asker = { person: user.id, of: version.datasetId, width, signal }
    const { rowCount, stream } = await exports.begin(question, asker).catch((error) => {
      throw asQueryProblem(error)
    })
    const details = { format, version: version.number, rows: rowCount }
    await recordDownload(request, id, details).catch((error) => {
      stream.destroy()
      throw error
    })
    breakOffUnless(stream, () => mayRead(request, id, version.number))
    resetOnFailure(stream, reply)
    reply
      .type(mediaTypes[format])
      .header('content-disposition', contentDisposition(`${version.title}.${format}`))
      .header('x-row-count', rowCount)
    if (format === 'xlsx') reply.header('x-sheet-count', sheetCount(rowCount))
    if (request.method !== 'HEAD') return await reply.send(stream)
    stream.destroy()
    return await reply.send()
  }
}

/** A download that goes on where it broke off is no other one. */
const recordDownload = async (request: FastifyRequest, id: string, details: object): Promise<void> => {
  const goesOn = /^bytes=[1-9]/.test(request.headers.range ?? '')
  if (request.method !== 'GET' || (goesOn && !('rows' in details))) return
  await recordEvent(request, { action: 'dataset.export', target: { type: 'dataset', id }, details: { ...details } })
}
