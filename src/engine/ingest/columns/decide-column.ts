import type { ClassCount } from './class-counts.ts'
import { type ColumnRules, noRules } from './column-rules.ts'
import { families } from './families.ts'
import { type Outcome, total } from './family.ts'
import type { Reading } from './reading.ts'
import { whyText } from './why-text.ts'

/**
 * What the texts of one column decide: how they are read, which of them stand for null (with their counts), why, and
 * which other readings also hold (`alternatives`) or hold for all but a few (`nearly`, with how many do not fit).
 * `because` takes the number of values, which a later pass may know better than a sample did.
 */
export type ColumnJudgement = {
  reading: Reading
  nullTexts: { text: string; count: number }[]
  because: (values: number) => string
  alternatives: Reading[]
  nearly: { reading: Reading; misfits: number; nullTexts?: ColumnJudgement['nullTexts'] } | null
  /** `percent` or a currency (ISO 4217) that all numbers of the column are written with. */
  unit?: string | null
  /** A person has decided how the column is read. */
  isDecided?: boolean
  /** A person has chosen the type: what does not fit is null and listed. */
  isForced?: boolean
  /**
   * What the column, which can be read in one way only, tells of the others: the mark of fractions, the order of dates.
   */
  proves?: { decimal?: '.' | ','; order?: 'd' | 'm' }
}

/** The share of values that may not fit a narrower type for it to be offered all the same. */
export const mostMisfits = 0.05

/** The share of values in a sample that may not fit a narrower type for the whole file to be asked. */
const worthCounting = 0.2

/** Decides one column from the classes of all its texts: the narrowest type that holds every one. */
export function decideColumn(counts: ClassCount[], rules: ColumnRules = noRules): ColumnJudgement {
  const values = counts.filter(({ class: found }) => found !== 'blank' && found !== 'null_text')
  const nulls = counts.filter(({ class: found }) => found === 'null_text')
  const of = total(values)
  if (of === 0) return judgeNulls(nulls, rules)
  const outcome = readAll(values, rules)
  if (outcome) return judged(outcome, nulls, rules)
  const withoutNan = values.filter(({ class: found, form }) => found !== 'word' || !/nan$/i.test(form))
  const nan = values.filter((value) => !withoutNan.includes(value))
  const beside = nan.length > 0 && withoutNan.length > 0 ? readAll(withoutNan, rules) : undefined
  if (beside && beside.reading.id !== 'text') return judged(beside, [...nulls, ...nan], rules)
  const nearly = nearlyFits(values, of, rules)
  return {
    ...plain('text', whyText(values, of)),
    nullTexts: givenNulls(nulls, rules),
    nearly: nearly && { ...nearly, nullTexts: nullTextsOf(nulls) },
  }
}

function judged(outcome: Outcome, nulls: ClassCount[], rules: ColumnRules): ColumnJudgement {
  const { reading, alternatives, claim, unit, proves } = outcome
  return {
    reading,
    nullTexts: reading.id === 'text' ? givenNulls(nulls, rules) : nullTextsOf(nulls),
    because: claim,
    alternatives,
    nearly: null,
    ...(unit === undefined ? {} : { unit }),
    ...(proves ? { proves } : {}),
    ...(outcome.isDecided ? { isDecided: true } : {}),
  }
}

function judgeNulls(nulls: ClassCount[], rules: ColumnRules): ColumnJudgement {
  if (nulls.length === 0) return plain('empty', () => 'There is no value in this column.')
  const given = givenNulls(nulls, rules)
  return { ...plain('text', () => 'No value of this column has a type.'), nullTexts: given }
}

function plain(id: 'empty' | 'text', because: (values: number) => string): ColumnJudgement {
  return { reading: { id }, nullTexts: [], because, alternatives: [], nearly: null }
}

function nullTextsOf(nulls: ClassCount[]): ColumnJudgement['nullTexts'] {
  return nulls.map(({ form, count }) => ({ text: form, count }))
}

/** The null texts of a column of text: those that a person has named. */
function givenNulls(nulls: ClassCount[], { isGivenNull }: ColumnRules): ColumnJudgement['nullTexts'] {
  return nullTextsOf(nulls).filter(({ text }) => isGivenNull(text))
}

function readAll(values: ClassCount[], rules: ColumnRules): Outcome | undefined {
  for (const { classes, read } of families) {
    if (!values.every((value) => classes.includes(value.class))) continue
    const outcome = read(values, rules)
    if (outcome) return outcome
  }
  return undefined
}

/** The narrower reading that all but a few values fit. */
function nearlyFits(values: ClassCount[], of: number, rules: ColumnRules): ColumnJudgement['nearly'] {
  let best: ColumnJudgement['nearly'] = null
  for (const { classes, parts, read } of families) {
    const candidates = values.filter((value) => classes.includes(value.class))
    if (candidates.length === 0) continue
    for (const fitting of parts(candidates, rules)) {
      const misfits = of - total(fitting)
      if (misfits > of * worthCounting || misfits >= (best?.misfits ?? of)) continue
      const reading = read(fitting, rules)?.reading
      if (reading && reading.id !== 'text') best = { reading, misfits }
    }
  }
  return best
}
