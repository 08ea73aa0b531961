import { foldText } from '../ui/fold-text.ts'

const wordStart = /[^\p{L}\p{N}]/u

/**
 * How well a text fits what was typed, from 0 up; undefined where it does not. Every word typed must be found: best at the
 * beginning, then at the beginning of a word, then anywhere, and last as letters in their order. Shorter texts are better.
 */
export const fitOf = (text: string, typed: string): number | undefined => {
  const folded = foldText(text)
  let fit = 0
  for (const word of foldText(typed).split(/\s+/).filter(Boolean)) {
    const found = fitOfWord(folded, word)
    if (found === undefined) return undefined
    fit += found
  }
  return fit + 1 / (1 + folded.length)
}

const fitOfWord = (text: string, word: string): number | undefined => {
  if (text.startsWith(word)) return 100
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (wordStart.test(text[at - 1] ?? '')) return 80
  }
  if (text.includes(word)) return 50
  return word.length > 1 ? fitOfLetters(text, word) : undefined
}

/** Letters in their order: those that begin a word, or follow each other, count most. */
const fitOfLetters = (text: string, word: string): number | undefined => {
  let fit = 0
  let at = -1
  for (const letter of word) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return undefined
    fit += next === at + 1 || next === 0 || wordStart.test(text[next - 1] ?? '') ? 1 : 0
    at = next
  }
  return fit >= word.length / 2 ? (30 * fit) / word.length : undefined
}

/** What fits, the best first; among equals those used lately, then in their own order. Nothing typed fits everything. */
export const rank = <T extends { id: string; label: string; words?: string }>(
  items: readonly T[],
  typed: string,
  recent: readonly string[],
): T[] => {
  const age = (id: string) => {
    const at = recent.indexOf(id)
    return at < 0 ? recent.length : at
  }
  const found = items.flatMap((item) => {
    const byLabel = fitOf(item.label, typed)
    const byWords = item.words === undefined ? undefined : fitOf(item.words, typed)
    const fit = Math.max(byLabel ?? -1, byWords === undefined ? -1 : byWords / 2)
    return fit < 0 ? [] : [{ item, fit: typed.trim() === '' ? 0 : Math.round(fit) }]
  })
  return found.sort((a, b) => b.fit - a.fit || age(a.item.id) - age(b.item.id)).map(({ item }) => item)
}
