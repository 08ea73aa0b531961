const narrow = /[iljtfrI.,:;'|!()[\] ]/
const wide = /[mwMW@%&—…]/
const broad = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/u

const tailShare = 0.35

const shareOf = (letter: string) => {
  if (letter >= '0' && letter <= '9') return 0.66
  if (narrow.test(letter)) return 0.33
  if (wide.test(letter)) return 0.92
  if (broad.test(letter)) return 1.05
  return letter === letter.toLowerCase() ? 0.6 : 0.7
}

/** How wide a text is about, in pixels: the interface's letters measured once, so that a layout needs no browser. */
export const textWidth = (text: string, size = 12): number => {
  let width = 0
  for (const letter of text) width += shareOf(letter)
  return Math.ceil(width * size)
}

/** The text as far as it has room. What is left out is in its middle: names often differ at their ends. */
export const fitText = (text: string, room: number, size = 12): string => {
  const line = text.replace(/\s+/g, ' ')
  if (textWidth(line, size) <= room) return line
  const letters = [...line]
  const [head, tail] = [letters, letters.toReversed()].map((from, isTail) => {
    let width = (room - textWidth('…', size)) * (isTail ? tailShare : 1 - tailShare)
    const end = from.findIndex((letter) => {
      width -= shareOf(letter) * size
      return width < 0
    })
    return from.slice(0, Math.max(0, end))
  })
  return `${head?.join('').trimEnd()}…${tail?.toReversed().join('').trimStart()}`
}
