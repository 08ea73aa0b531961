import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy'
import { invalid, Problem } from '../http/problem-error.ts'

export interface MultipartRequest {
  body: Readable
  headers: IncomingHttpHeaders
  maxFileBytes: number
  /** Takes the one file; `name` is what the person's machine calls it, null when it did not say. */
  onFile: (stream: Readable, name: string | null) => Promise<void>
}

const limits = { files: 1, fields: 20, parts: 30, fieldSize: 1024 * 1024, headerPairs: 100, headerSize: 16 * 1024 }
/** A body that stands still for so long has been given up by its sender. */
const idleMs = 120_000

/**
 * Reads a form of one `file` and any number of fields, in whatever order they come, and answers with the fields. When it
 * throws, `onFile` has ended as well, and the rest of the body is read and dropped so that the sender hears the answer.
 */
export const readMultipart = async ({
  body,
  headers,
  maxFileBytes,
  onFile,
}: MultipartRequest): Promise<Map<string, string>> => {
  if (!/^multipart\/form-data\b/i.test(headers['content-type'] ?? '')) {
    throw new Problem('unsupported_format', 'Send the file as a form: multipart/form-data, in the part "file".')
  }
  const parser = openParser(headers, maxFileBytes)
  const fields = new Map<string, string>()
  const ended = Promise.withResolvers<void>()
  const fail = (problem: unknown) => ended.reject(problem)
  let file: BusboyFileStream | undefined
  let receiving: Promise<void> | undefined

  parser.on('file', (field, stream, name: string | undefined) => {
    // The parser emits an error on the stream without destroying it, which would leave its reader waiting.
    stream.on('error', (error) => stream.destroy(error))
    if (field !== 'file') {
      stream.resume()
      return fail(invalid(field, `The file belongs into the part "file", not "${field}".`))
    }
    file = stream
    stream.on('limit', () => fail(tooLarge(maxFileBytes)))
    receiving = onFile(stream, name ? unescapeName(name) : null)
    receiving.catch(fail)
  })
  parser.on('field', (name, value, _nameIsCut, isCut) => {
    if (isCut) fail(invalid(name, 'This field is longer than a megabyte.'))
    else fields.set(name ?? '', value)
  })
  parser.on('filesLimit', () => fail(invalid('file', 'Send one file per request.')))
  parser.on('fieldsLimit', () => fail(malformed('The form has more fields than this endpoint takes.')))
  parser.on('partsLimit', () => fail(malformed('The form has more parts than this endpoint takes.')))
  parser.on('error', () => fail(incomplete()))
  parser.on('finish', () => ended.resolve())
  const onClose = () => {
    if (!body.readableEnded) fail(incomplete())
  }
  body.on('error', onClose)
  body.on('close', onClose)

  const idle = setTimeout(() => fail(incomplete()), idleMs)
  const onData = () => {
    idle.refresh()
  }
  body.on('data', onData)
  body.pipe(parser)
  try {
    await ended.promise
    if (!receiving) throw invalid('file', 'The form has no part "file".')
    await receiving
    return fields
  } catch (error) {
    body.unpipe(parser)
    file?.destroy(error as Error)
    await receiving?.catch(() => {})
    body.resume()
    throw error
  } finally {
    clearTimeout(idle)
    body.off('data', onData)
    body.off('close', onClose)
  }
}

/** The one sentence for a file that is larger than allowed. */
export const tooLarge = (maxBytes: number): Problem =>
  new Problem('too_large', `A file may have at most ${maxBytes.toLocaleString('en')} bytes here. Nothing was stored.`)

const malformed = (detail: string) => new Problem('invalid', detail)

const incomplete = () => malformed('The upload broke off before its end, or is not a valid form. Nothing was stored.')

/** Browsers write three characters of a file name so (HTML, multipart/form-data encoding algorithm). */
const unescapeName = (name: string): string =>
  name.replace(/%(22|0A|0D)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

const openParser = (headers: IncomingHttpHeaders, maxFileBytes: number) => {
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      preservePath: true,
      limits: { ...limits, fileSize: maxFileBytes },
      isPartAFile: (field, _type, name) => field === 'file' || name !== undefined,
    })
  } catch {
    throw malformed('The content type of the form names no boundary.')
  }
}
