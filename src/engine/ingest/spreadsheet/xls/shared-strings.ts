import { createTextStore, type TextStore } from '../text-store.ts'

/**
 * The shared texts of Excel 97 and later: one record and those that continue it. A text may go on in the next record,
 * where its flags stand again; what formats it and its phonetic guide are left out.
 */
export function readSharedTexts(pieces: Buffer[]): TextStore {
  const store = createTextStore()
  let piece = 0
  let at = 8
  const here = () => pieces[piece] as Buffer
  const hasMore = () => {
    while (piece < pieces.length && at >= here().length) {
      at -= here().length
      piece++
    }
    return piece < pieces.length
  }
  const byte = () => (hasMore() ? (here()[at++] as number) : 0)
  const number = (size: 2 | 4) => {
    let value = 0
    for (let index = 0; index < size; index++) value += byte() * 256 ** index
    return value
  }
  const characters = (length: number, givenFlags: number): string => {
    let text = ''
    let left = length
    let isWide = (givenFlags & 1) !== 0
    while (left > 0 && piece < pieces.length) {
      const room = Math.floor((here().length - at) / (isWide ? 2 : 1))
      const count = Math.min(left, Math.max(room, 0))
      const end = at + count * (isWide ? 2 : 1)
      text += here().toString(isWide ? 'utf16le' : 'latin1', at, end)
      at = end
      left -= count
      if (left === 0) break
      piece++
      at = 1
      isWide = ((pieces[piece]?.[0] ?? 0) & 1) !== 0
    }
    return text
  }

  while (hasMore()) {
    const length = number(2)
    const flags = byte()
    const runs = (flags & 8) !== 0 ? number(2) : 0
    const phonetic = (flags & 4) !== 0 ? number(4) : 0
    store.add(characters(length, flags))
    at += 4 * runs + phonetic
  }
  return store
}
