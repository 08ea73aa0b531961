import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import { legacyEncodings, scoreDecoding } from './score-decoding.ts'
import type { FoundEncoding, TextEncoding } from './sniff-encoding.ts'

const chunkBytes = 1024 * 1024
const mostSampled = 512 * 1024
/** By far the most files that are not Unicode are in windows-1252. */
const usual = 0.05
const sampledOfChunk = 64 * 1024

/**
 * Judges all bytes of a file that are not UTF-8 throughout: a UTF-8 file in which some bytes are wrong stays one; else
 * the encoding whose letters make sense wins.
 */
export async function judgeEncoding(path: string, signal?: AbortSignal): Promise<FoundEncoding> {
  const { sample, characters, wrong } = await lookThrough(path, signal)
  if (characters >= wrong && characters > 0) {
    const because = `All but ${counted(wrong, 'byte')} are valid UTF-8, among them ${counted(characters, 'character')} beyond ASCII.`
    return { encoding: 'utf-8', bomLength: 0, because, hasWrongBytes: true }
  }
  const scored = rankEncodings(sample)
  for (const [index, { encoding, isMultiByte, score }] of scored.entries()) {
    if (isMultiByte && !(await decodes(path, encoding, signal))) continue
    const runnerUp = scored[index + 1]
    return {
      encoding,
      bomLength: 0,
      because: 'The bytes are not valid UTF-8, and its letters make sense of them.',
      runnerUp: runnerUp?.encoding ?? null,
      margin: runnerUp ? score - runnerUp.score : null,
    }
  }
  return { encoding: 'windows-1252', bomLength: 0, because: 'The bytes are not valid UTF-8.' }
}

/** The encodings that bytes beyond ASCII may be in, those first whose letters make most sense (1: all of them do). */
export function rankEncodings(sample: Uint8Array): { encoding: TextEncoding; isMultiByte: boolean; score: number }[] {
  const scored = legacyEncodings.map(({ encoding, scripts, isMultiByte }) => ({
    encoding,
    isMultiByte,
    score: scoreDecoding(new TextDecoder(encoding).decode(sample), scripts) + (encoding === 'windows-1252' ? usual : 0),
  }))
  return scored.sort((a, b) => b.score - a.score)
}

/** The lines with bytes beyond ASCII, from all over the file, and how many characters and wrong bytes UTF-8 sees. */
async function lookThrough(path: string, signal: AbortSignal | undefined) {
  const samples: Buffer[] = []
  let sampled = 0
  let characters = 0
  let wrong = 0
  for await (const lines of linesOf(path, signal)) {
    const counts = countUtf8(lines)
    characters += counts.characters
    wrong += counts.wrong
    if (counts.characters + counts.wrong === 0 || sampled >= mostSampled) continue
    const sample = Buffer.from(linesBeyondAscii(lines))
    sampled += sample.length
    samples.push(sample)
  }
  return { sample: Buffer.concat(samples), characters, wrong }
}

/** The lines with bytes beyond ASCII, as far as a sample needs them. */
export function linesBeyondAscii(bytes: Buffer): Buffer {
  const found: Buffer[] = []
  let length = 0
  for (let start = 0; start < bytes.length && length < sampledOfChunk; ) {
    const end = bytes.indexOf(10, start)
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1)
    if (line.some((byte) => byte >= 0x80)) {
      found.push(line)
      length += line.length
    }
    start += line.length
  }
  return Buffer.concat(found)
}

/** Characters of several bytes, and bytes that belong to none. */
function countUtf8(bytes: Buffer): { characters: number; wrong: number } {
  let characters = 0
  let wrong = 0
  for (let at = 0; at < bytes.length; ) {
    const length = lengthAt(bytes, at)
    if (length > 1) characters++
    if (length === 0) wrong++
    at += Math.max(length, 1)
  }
  return { characters, wrong }
}

/** How many bytes the UTF-8 character at `at` has; 0 where there is none. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
  return length > 0 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

/** The bytes of a file in pieces that end with a line, where lines are not longer than a piece. */
export async function* linesOf(path: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    let kept = Buffer.alloc(0)
    for (;;) {
      signal?.throwIfAborted()
      const buffer = Buffer.allocUnsafe(chunkBytes)
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, null)
      if (bytesRead === 0) break
      const bytes = Buffer.concat([kept, buffer.subarray(0, bytesRead)])
      const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13)) + 1
      kept = end > 0 ? bytes.subarray(end) : bytes
      if (end > 0) yield bytes.subarray(0, end)
    }
    if (kept.length > 0) yield kept
  } finally {
    await file.close()
  }
}

async function decodes(path: string, encoding: TextEncoding, signal: AbortSignal | undefined): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const lines of linesOf(path, signal)) decoder.decode(lines, { stream: true })
    decoder.decode()
    return true
  } catch {
    signal?.throwIfAborted()
    return false
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
