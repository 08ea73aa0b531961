const wide =
  /^[\p{Emoji_Presentation}\p{scx=Han}\p{scx=Hangul}\p{scx=Hira}\p{scx=Kana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

const widthOf = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1)

/** How many columns of a terminal a text takes; East Asian characters and emoji take two. */
export const displayWidth = (text: string): number =>
  /^[\x20-\x7e]*$/.test(text)
    ? text.length
    : [...graphemes.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0)

/** The beginning of a text that takes at most `width` columns, with an ellipsis where something is left out. */
export const fitText = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text
  let fitted = ''
  let taken = 1
  for (const { segment } of graphemes.segment(text)) {
    taken += widthOf(segment)
    if (taken > width) break
    fitted += segment
  }
  return `${fitted}…`
}

/** A text with blanks after it, or before it, that takes `width` columns. */
export const padText = (text: string, width: number, side: 'left' | 'right' = 'left'): string => {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return side === 'left' ? text + blanks : blanks + text
}

/** A text in lines of at most `width` columns, all but the first behind `indent`; a longer word is broken. */
export const wrapText = (text: string, width: number, indent = ''): string[] => {
  const lines: string[] = []
  let line = ''
  const room = () => Math.max(8, width - (lines.length > 0 ? indent.length : 0))
  for (const word of text.split(' ')) {
    let rest = word
    if (line !== '' && displayWidth(line) + 1 + displayWidth(rest) > room()) {
      lines.push(line)
      line = ''
    }
    while (displayWidth(rest) > room()) {
      const part = fitText(rest, room() + 1).slice(0, -1)
      lines.push(part)
      rest = rest.slice(part.length)
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  return [...lines, line].map((one, index) => (index === 0 ? one : indent + one))
}
