import { isUtf8 } from 'node:buffer'
import { lengthAt, linesOf } from './judge-encoding.ts'
import type { RowReport } from './row-report.ts'

const windows1252 = new TextDecoder('windows-1252')

/** The text of a file that is UTF-8 but for some bytes; those are read as windows-1252. */
export async function* repairUtf8(
  path: string,
  bomLength: number,
  signal: AbortSignal | undefined,
  onBytes: ((bytesDone: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let done = 0
  for await (const lines of linesOf(path, signal)) {
    const bytes = done === 0 ? lines.subarray(bomLength) : lines
    done += lines.length
    yield isUtf8(bytes) ? bytes : Buffer.from(repaired(bytes).text)
    onBytes?.(done)
  }
}

/** Tells of every line of such a file that has wrong bytes, and returns how many there are. */
export async function reportWrongBytes(
  path: string,
  onReport: (report: RowReport) => void,
  signal?: AbortSignal,
): Promise<number> {
  let line = 1
  let offset = 0
  let reported = 0
  for await (const lines of linesOf(path, signal)) {
    const isClean = isUtf8(lines)
    for (let start = 0; start < lines.length; ) {
      const end = lineEnd(lines, start)
      const bytes = lines.subarray(start, end)
      if (!isClean && !isUtf8(bytes)) {
        const { text, wrong, first } = repaired(bytes)
        onReport(wrongBytes(line, offset + start + first, text.replace(/[\r\n]+$/, ''), wrong))
        reported++
      }
      if (bytes.at(-1) === 10 || bytes.at(-1) === 13) line++
      start = end
    }
    offset += lines.length
  }
  return reported
}

function lineEnd(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === 10) return at + 1
    if (bytes[at] === 13) return bytes[at + 1] === 10 ? at + 2 : at + 1
  }
  return bytes.length
}

function repaired(bytes: Buffer): { text: string; wrong: number[]; first: number } {
  const parts: string[] = []
  const wrong: number[] = []
  let first = 0
  let start = 0
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at)
    if (length === 0) {
      parts.push(bytes.toString('utf8', start, at), windows1252.decode(bytes.subarray(at, at + 1)))
      if (wrong.length === 0) first = at
      wrong.push(bytes[at] as number)
      start = at + 1
    }
    at += Math.max(length, 1)
  }
  parts.push(bytes.toString('utf8', start))
  return { text: parts.join(''), wrong, first }
}

function wrongBytes(line_number: number, byte_offset: number, raw: string, wrong: number[]): RowReport {
  const named = wrong.slice(0, 8).map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
  const which = wrong.length === 1 ? `The byte ${named} is` : `The bytes ${named.join(' ')} are`
  return {
    scope: 'reported',
    code: 'wrong_bytes',
    line_number,
    byte_offset,
    row_number: null,
    column: null,
    reason: `${which} not UTF-8, as the rest of the file is; read as windows-1252.`,
    raw,
    surplus: null,
  }
}
