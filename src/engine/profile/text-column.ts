import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { distributionOf } from './distribution.ts'
import { damageOf } from './encoding-damage.ts'
import { binsOf, chooseBins, countBins } from './histogram.ts'
import { quantilesOf } from './order-statistics.ts'
import type { ColumnWork, ProfiledColumn } from './profiled-column.ts'
import { meaningOfTexts } from './semantic-type.ts'
import { sentinelTexts } from './sentinels.ts'
import { compareBytes, readTextFacts, shownCharacters, type TextsOfLength } from './text-facts.ts'
import { type CountedText, countPadded, patternsOf, variantsOf } from './text-patterns.ts'

const mostSentinels = 5
const longestVariant = 64

/**
 * The profile of a text column. Lengths count Unicode code points; order is that of the bytes in UTF-8; a blank text has
 * characters, all of them white space, an empty one has none. Texts are shown up to their 256th character.
 */
export async function profileTextColumn(column: ProfiledColumn, work: ColumnWork): Promise<ColumnProfile> {
  const { distinct, top, first, last, lengths, sample } = await readTextFacts(column, work)
  const { name, sqlType, kind, rowCount } = column
  const valueCount = lengths.reduce((sum, { count }) => sum + count, 0)
  const counted: ColumnProfile = {
    ...blankColumnProfile({ name, sql_type: sqlType, kind, count: rowCount, null_count: rowCount - valueCount }),
    distinct_count: distinct,
    empty_count: lengths[0]?.length === 0 ? lengths[0].count : 0,
    blank_count: lengths.reduce((sum, { blank }) => sum + blank, 0),
  }
  if (first === null || last === null) return counted

  const meaning = meaningOfTexts(name, sample)
  return {
    ...counted,
    min: cut(first),
    max: cut(last),
    top_values: top.map(({ value, count }) => ({ value: cut(value as string), count })),
    values_cut: [first, last, ...top.map(({ value }) => value as string)].some((value) => cut(value) !== value),
    ...(await lengthStatistics(lengths, valueCount)),
    ...meaning,
    ...shapesOf(sample, meaning.semantic_type === 'country'),
    text_sample: sample.length < distinct ? { texts: sample.length, of: distinct } : null,
  }
}

/** Among countries, `NA` is Namibia. */
function shapesOf(sample: CountedText[], areCountries: boolean): Partial<ColumnProfile> {
  const whole = sample.filter(({ text }) => cut(text) === text)
  return {
    patterns: patternsOf(sample),
    padded_count: countPadded(sample),
    damage: damageOf(sample),
    variants: variantsOf(whole.filter(({ text }) => text.length <= longestVariant)),
    sentinels: whole
      .filter(({ text }) => sentinelTexts.has(text.trim().toLowerCase()) && !(areCountries && text === 'NA'))
      .map(({ text, count }) => ({ value: text, count }))
      .sort((a, b) => b.count - a.count || compareBytes(a.value, b.value))
      .slice(0, mostSentinels),
  }
}

function cut(text: string): string {
  return text.length <= shownCharacters ? text : [...text].slice(0, shownCharacters).join('')
}

async function lengthStatistics(lengths: TextsOfLength[], total: number) {
  let passed = 0
  const distribution = distributionOf({
    places: Float64Array.from(lengths, ({ length }) => length),
    upTo: Float64Array.from(lengths, ({ count }) => {
      passed += count
      return passed
    }),
  })
  const [q1, median, q3] = (await quantilesOf(distribution, [0.25, 0.5, 0.75])) as [number, number, number]
  const min = lengths[0]?.length as number
  const max = lengths.at(-1)?.length as number
  const { bounds } = chooseBins({ min, max, total, iqr: q3 - q1, unit: 1 })
  return {
    min_length: min,
    max_length: max,
    mean_length: lengths.reduce((sum, { length, count }) => sum + length * count, 0) / total,
    median_length: median,
    length_histogram: binsOf(bounds, await countBins(distribution, bounds, (length) => length)),
  }
}
