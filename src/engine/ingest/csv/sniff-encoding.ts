import { isUtf8 } from 'node:buffer'

/** The encodings that text files are read in. */
export type TextEncoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'shift_jis'
  | 'euc-jp'
  | 'euc-kr'
  | 'gb18030'
  | 'big5'
  | 'koi8-r'
  | 'ibm866'
  | 'macintosh'
  | 'iso-8859-2'
  | `windows-125${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`

/**
 * The encoding of a file, the length of its byte order mark (0: none) and why; what came next, and by how much. With
 * `hasWrongBytes` it is UTF-8 but for some bytes.
 */
export type FoundEncoding = {
  encoding: TextEncoding
  bomLength: number
  because: string
  runnerUp?: TextEncoding | null
  margin?: number | null
  hasWrongBytes?: boolean
}

/** Whether the beginning of a file settles its encoding; if not, all of its bytes have to be looked at. */
export function settlesEncoding(head: Uint8Array): boolean {
  return sniffEncoding(head).encoding !== 'windows-1252'
}

/** Judges the beginning of a file: byte order mark, the zero bytes of UTF-16, then whether it is valid UTF-8. */
export function sniffEncoding(head: Uint8Array): FoundEncoding {
  const marked = byteOrderMark(head)
  if (marked) return { ...marked, because: 'The file begins with a byte order mark.' }
  const utf16 = utf16WithoutMark(head)
  if (utf16) return { encoding: utf16, bomLength: 0, because: 'Every second byte is zero, as in UTF-16.' }
  if (isUtf8Beginning(head)) {
    return { encoding: 'utf-8', bomLength: 0, because: 'All bytes are valid UTF-8.' }
  }
  return { encoding: 'windows-1252', bomLength: 0, because: 'The bytes are not valid UTF-8.' }
}

function byteOrderMark(head: Uint8Array): { encoding: TextEncoding; bomLength: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bomLength: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bomLength: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bomLength: 2 }
  return undefined
}

function utf16WithoutMark(head: Uint8Array): TextEncoding | undefined {
  const length = Math.min(head.length & ~1, 4096)
  if (length < 4) return undefined
  let evenZeros = 0
  let oddZeros = 0
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) evenZeros++
    if (head[at + 1] === 0) oddZeros++
  }
  const pairs = length / 2
  if (oddZeros > pairs * 0.4 && evenZeros < pairs * 0.05) return 'utf-16le'
  if (evenZeros > pairs * 0.4 && oddZeros < pairs * 0.05) return 'utf-16be'
  return undefined
}

/** Valid UTF-8, a character cut off at the end included. */
export function isUtf8Beginning(head: Uint8Array): boolean {
  for (let cut = 0; cut < 4 && cut <= head.length; cut++) {
    if (isUtf8(head.subarray(0, head.length - cut))) return true
  }
  return false
}
