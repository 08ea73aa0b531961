import type { ColumnProfile } from '../../shared/profile.ts'
import type { CountedText } from './text-patterns.ts'

const replacement = '\u{FFFD}'
const mostSequences = 5

/** What bytes of UTF-8 beyond ASCII look like when they are read as Windows-1252: `Ã¤` for `ä`, `â€™` for `’`. */
const misread =
  /Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u2013-\u2122]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf\u0152\u0153\u02dc\u2013-\u2122]/gu

/** Signs of text that was read in a wrong encoding, with the rows that show each: `�` and misread UTF-8. */
export function damageOf(texts: readonly CountedText[]): ColumnProfile['damage'] {
  const counts = new Map<string, number>()
  for (const { text, count } of texts) {
    const signs = new Set([...(text.includes(replacement) ? [replacement] : []), ...(text.match(misread) ?? [])])
    for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + count)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostSequences)
}

/** True for signs that reading the text again as UTF-8 mends; what `�` stood for is lost. */
export function isMendable(damage: ColumnProfile['damage']): boolean {
  return damage.length > 0 && damage.every(({ value }) => value !== replacement)
}
