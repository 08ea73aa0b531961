import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A mail as it was sent: its headers in lower case, and its parts decoded. */
export interface ReadMail {
  headers: Record<string, string>
  text: string
  html: string
  /** The first address in the text, and what follows its #. */
  link: string
  token: string
}

/** Reads a mail of two parts. */
export function readMail(bytes: Buffer): ReadMail {
  const { headers, body } = split(bytes.toString('latin1'))
  const [, boundary = ''] = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '') ?? []
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => split(part.replace(/^\r\n/, '')))
  const find = (type: string) => parts.find((part) => part.headers['content-type']?.startsWith(type))
  const text = decode(find('text/plain'))
  const [link = ''] = /https?:\/\/\S+/.exec(text) ?? []
  return { headers, text, html: decode(find('text/html')), link, token: link.split('#')[1] ?? '' }
}

/** The mails in the home, the oldest first, with the mode of each file. */
export async function readMailFiles({ mail }: { mail: string }): Promise<(ReadMail & { mode: number })[]> {
  const names = (await readdir(mail)).filter((name) => name.endsWith('.eml'))
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(mail, name)
      const { mtimeMs, mode } = await stat(path)
      return { ...readMail(await readFile(path)), mode: mode & 0o777, mtimeMs }
    }),
  )
  return files.sort((a, b) => a.mtimeMs - b.mtimeMs)
}

interface Part {
  headers: Record<string, string>
  body: string
}

function split(text: string): Part {
  const end = text.indexOf('\r\n\r\n')
  const lines = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
  return { headers, body: text.slice(end + 4) }
}

function decode(part: Part | undefined): string {
  const { headers = {}, body = '' } = part ?? {}
  const encoding = headers['content-transfer-encoding']
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding !== 'quoted-printable') return body.replaceAll('\r\n', '\n')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n')
}
