import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface SentFile {
  path: string
  /** What the person's machine shall call it. */
  name: string
  type: string
  /** Changes whenever the bytes do. */
  tag: string
}

/** Answers with a file as a download: whole, one range of it, or only that it has not changed. */
export const sendFile = async (request: FastifyRequest, reply: FastifyReply, file: SentFile): Promise<FastifyReply> => {
  const { size } = await stat(file.path)
  const tag = `"${file.tag}"`
  reply
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-cache')
    .header('content-disposition', contentDisposition(file.name))
    .header('etag', tag)
  if (request.headers['if-none-match']?.split(',').some((known) => known.trim() === tag)) return reply.code(304).send()

  const range =
    request.headers['if-range'] === undefined || request.headers['if-range'] === tag ? request.headers.range : undefined
  const part = parseRange(range, size)
  if (part === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send()
  reply.type(file.type).header('content-length', part ? part.end - part.start + 1 : size)
  if (part) reply.code(206).header('content-range', `bytes ${part.start}-${part.end}/${size}`)
  return reply.send(request.method === 'HEAD' ? Readable.from([]) : createReadStream(file.path, part))
}

/** One range of a Range header; several, or anything not understood, mean the whole file (RFC 9110, 14.2). */
export const parseRange = (
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? []
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined
  return start >= size || (first === '' && last === '0') ? 'unsatisfiable' : { start, end }
}

/** The header that names a download (RFC 6266): plain ASCII for old programs, the exact name beside it. */
export const contentDisposition = (name: string, kind: 'attachment' | 'inline' = 'attachment'): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to go.
  const safe = name.replace(/[\u0000-\u001f\u007f/\\]/g, '_').toWellFormed()
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_')
  const exact = encodeURIComponent(safe).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
