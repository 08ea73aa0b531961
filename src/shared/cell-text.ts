/** A piece of a cell; `faint` pieces stand for something a person could not see (a blank, a line end, a control). */
export type CellSegment = { text: string; faint: boolean }

/** What a cell shows: `null` and `empty` are facts about the value, `plain` is its text as it is. */
export type CellText =
  | { form: 'null' }
  | { form: 'empty' }
  | { form: 'plain'; text: string }
  | { form: 'marked'; segments: CellSegment[] }

const longestShown = 400
const unseen = /^\p{White_Space}|\p{White_Space}$|[\p{Cc}\p{Zl}\p{Zp}[\p{Cf}--[\u200c\u200d\u{e0020}-\u{e007f}]]]/v
const pieces =
  /^(?:(?!\r\n|[\r\n\t\u0085\u2028\u2029])\p{White_Space})+|(?:(?!\r\n|[\r\n\t\u0085\u2028\u2029])\p{White_Space})+$|\r\n|[\p{Cc}\p{Zl}\p{Zp}[\p{Cf}--[\u200c\u200d\u{e0020}-\u{e007f}]]]/gv

const lineEnds = new Set(['\r\n', '\n', '\r', '\u0085', '\u2028', '\u2029'])

const signOf = (piece: string): string => {
  if (lineEnds.has(piece)) return '↵'
  if (piece === '\t') return '→'
  const code = piece.codePointAt(0) as number
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'
  if (/^\p{White_Space}+$/u.test(piece)) return '·'.repeat(piece.length)
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** The stored value as one text, exactly: what copying gives. Null is the empty text. */
export const storedText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Object.is(value, -0)) return '-0'
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

const segmentsOf = (text: string): CellSegment[] => {
  const segments: CellSegment[] = []
  let end = 0
  for (const match of text.matchAll(pieces)) {
    if (match.index > end) segments.push({ text: text.slice(end, match.index), faint: false })
    const sign = signOf(match[0])
    const last = segments.at(-1)
    if (last?.faint) last.text += sign
    else segments.push({ text: sign, faint: true })
    end = match.index + match[0].length
  }
  if (end < text.length) segments.push({ text: text.slice(end), faint: false })
  return segments
}

/** What the cell of a value shows: the stored value, with everything invisible in it made visible. */
export const cellText = (value: unknown): CellText => {
  if (value === null || value === undefined) return { form: 'null' }
  const whole = storedText(value)
  if (whole === '') return { form: 'empty' }
  const text = whole.length > longestShown ? `${whole.slice(0, longestShown)}…` : whole
  return unseen.test(text) ? { form: 'marked', segments: segmentsOf(text) } : { form: 'plain', text }
}
