import type { ColumnProfile } from '../../shared/profile.ts'
import { placesOfCode } from './place-codes.ts'

/** A text and how many rows have it. */
export type CountedText = { text: string; count: number }

const longest = 32
const mostPatterns = 10
const mostGroups = 10
const mostSpellings = 5

/** The shape of a text: `A` for an upper-case letter, `a` for another, `9` for a digit, the rest as it is. */
export function patternOf(text: string): string {
  const shown = text.length > longest ? [...text].slice(0, longest).join('') : text
  const isLong = shown.length < text.length
  const shape = shown
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Nd}/gu, '9')
    .replace(/\p{L}/gu, letter)
  return isLong ? `${shape}…` : shape
}

function letter(text: string): string {
  return text === 'A' ? 'A' : 'a'
}

/** The shapes that most rows have, of equals the first in order. */
export function patternsOf(texts: readonly CountedText[]): ColumnProfile['patterns'] {
  const counts = new Map<string, number>()
  for (const { text, count } of texts) {
    const pattern = patternOf(text)
    counts.set(pattern, (counts.get(pattern) ?? 0) + count)
  }
  return [...counts]
    .map(([pattern, count]) => ({ pattern, count }))
    .sort((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1))
    .slice(0, mostPatterns)
}

/** How many rows have a text that begins or ends with white space and is not blank. */
export function countPadded(texts: readonly CountedText[]): number {
  return texts.reduce((sum, { text, count }) => sum + (isPadded(text) ? count : 0), 0)
}

function isPadded(text: string): boolean {
  const trimmed = text.trim()
  return trimmed !== '' && trimmed !== text
}

/** What is left of a text when letter case, width and white space make no difference. */
export function foldedText(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase()
}

/**
 * Groups of texts that differ only in letter case or white space, or are the name of a state or country and its code, by
 * the rows that do not have the most frequent spelling. `count` is that number of rows; `spellings` are the others, at
 * most 5 of them.
 */
export function variantsOf(texts: readonly CountedText[]): ColumnProfile['variants'] {
  const groups = new Map<string, CountedText[]>()
  for (const counted of texts) {
    const key = foldedText(counted.text)
    const group = key === '' ? undefined : groups.get(key)
    if (group) group.push(counted)
    else if (key !== '') groups.set(key, [counted])
  }
  joinCodes(groups)
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((group) => {
      const [main, ...others] = group.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)) as [
        CountedText,
        ...CountedText[],
      ]
      return {
        value: main.text,
        count: others.reduce((sum, { count }) => sum + count, 0),
        spellings: others.slice(0, mostSpellings).map(({ text, count }) => ({ value: text, count })),
      }
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, mostGroups)
}

/** Puts codes in capitals, such as `TX`, beside the one name that they stand for among the texts. */
function joinCodes(groups: Map<string, CountedText[]>): void {
  for (const [key, group] of groups) {
    if (key.length !== 2 || !group.some(({ text }) => text.trim() === key.toUpperCase())) continue
    const [name, another] = placesOfCode(key).filter((place) => groups.has(place))
    if (name === undefined || another !== undefined) continue
    groups.get(name)?.push(...group)
    groups.delete(key)
  }
}
