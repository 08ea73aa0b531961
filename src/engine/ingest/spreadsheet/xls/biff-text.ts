import { TextDecoder } from 'node:util'

/** Texts of a file before Excel 97, in the code page that it names. */
export function codePageDecoder(codePage: number): TextDecoder {
  try {
    return new TextDecoder(labels.get(codePage) ?? `windows-${codePage}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const labels = new Map([
  [367, 'ascii'],
  [866, 'ibm866'],
  [932, 'shift_jis'],
  [936, 'gbk'],
  [949, 'euc-kr'],
  [950, 'big5'],
  [1200, 'utf-16le'],
  [10_000, 'macintosh'],
  [10_007, 'x-mac-cyrillic'],
  [32_768, 'macintosh'],
  [32_769, 'windows-1252'],
])

/**
 * A text of Excel 97 and later at a place: two bytes a character, or one where all second ones are zero. `length` is
 * how many characters it has; the flags stand before them.
 */
export function unicodeText(data: Buffer, at: number, length: number): string {
  const isWide = ((data[at] ?? 0) & 1) !== 0
  const rich = ((data[at] ?? 0) & 8) !== 0 ? 2 : 0
  const phonetic = ((data[at] ?? 0) & 4) !== 0 ? 4 : 0
  const from = at + 1 + rich + phonetic
  return isWide ? data.toString('utf16le', from, from + 2 * length) : data.toString('latin1', from, from + length)
}
