import { countBelow, countUpTo, type Distribution } from './distribution.ts'
import type { FrequentPlace } from './frequent-places.ts'
import { type NumberLine, unitsOf } from './number-line.ts'
import { extremesOf } from './tally-places.ts'

const digits = [2, 3, 4, 5, 6, 7, 8, 9]
const nines = digits.map((length) => '9'.repeat(length))
const candidates = [...nines.flatMap((text) => [text, `-${text}`, `-${text.slice(1)}8`]), '-1', '-9']

/**
 * The values of a numeric column that look like a stand-in for "unknown": -1, -9, runs of nines and their negatives,
 * where such a value is the smallest or the largest one, occurs at least twice, and lies outside the fences of the box
 * plot or is the only negative value beside values ten times as large. `q1` and `q3` are places.
 */
export async function numericSentinels(
  distribution: Distribution,
  line: NumberLine,
  [q1, q3]: readonly [number, number],
): Promise<FrequentPlace[]> {
  const { min, max } = await extremesOf(distribution)
  const places = candidates.map((text) => placeOf(line, text))
  const wanted = places.filter((place) => place === min || place === max)
  const found: FrequentPlace[] = []
  for (const place of wanted) {
    const { count } = await countsAt(distribution, place)
    const isOutside = place < q1 - 1.5 * (q3 - q1) || place > q3 + 1.5 * (q3 - q1)
    const zero = -Number(line.origin)
    const isOnlyNegative =
      place === min &&
      place < zero &&
      max - zero >= 10 * (zero - place) &&
      (await countsAt(distribution, zero)).below === count
    if (count >= 2 && (isOutside || isOnlyNegative)) found.push({ place, count })
  }
  return found.sort((a, b) => b.count - a.count)
}

function placeOf({ whole, decimals, origin }: NumberLine, text: string): number {
  return whole ? Number(unitsOf(text, decimals) - origin) : Number(text)
}

async function countsAt(distribution: Distribution, place: number): Promise<{ count: number; below: number }> {
  let [count, below] = [0, 0]
  for await (const block of distribution.blocks()) {
    below += countBelow(block, place)
    count += countUpTo(block, place) - countBelow(block, place)
  }
  return { count, below }
}

/** Days that systems write where they know no date, as ISO text. */
export const sentinelDays: readonly string[] = [
  '0001-01-01',
  '1753-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1970-01-01',
  '2099-12-31',
  '9999-12-31',
]

/** Texts that say "no value" in so many words, in lower case and without white space around them. */
export const sentinelTexts: ReadonlySet<string> = new Set([
  'n/a',
  'na',
  'n.a.',
  '#n/a',
  'null',
  'nil',
  'none',
  'nan',
  'unknown',
  'undefined',
  'missing',
  'not available',
  'not applicable',
  'no data',
  'tbd',
  'tba',
  '?',
  '??',
  '???',
  '-',
  '--',
  '---',
  '.',
  'xxx',
])
