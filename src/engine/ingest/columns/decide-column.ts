import type { ClassCount, TextClass } from './class-counts.ts'
import type { Reading } from './reading.ts'

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
  nearly: { reading: Reading; misfits: number } | null
  /** `percent` or a currency (ISO 4217) that all numbers of the column are written with. */
  unit?: string | null
  /** A person has decided how the column is read. */
  isDecided?: boolean
}

/** The share of values that may not fit a narrower type for it to be offered all the same. */
export const mostMisfits = 0.05

/** Decides one column from the classes of all its texts: the narrowest type that holds every one. */
export function decideColumn(counts: ClassCount[]): ColumnJudgement {
  const values = counts.filter(({ class: found }) => found !== 'blank' && found !== 'null_text')
  const nulls = counts.filter(({ class: found }) => found === 'null_text')
  const of = total(values)
  const nullTexts = nulls.map(({ form, count }) => ({ text: form, count }))
  if (of === 0) return nulls.length === 0 ? plain('empty', noValue) : plain('text', noType)
  const [reading, ...alternatives] = readingsOf(values)
  if (!reading) return { ...plain('text', whyText(values, of)), nearly: nearlyFits(values, of) }
  const claim = claimOf(reading, of, values)
  return { reading, nullTexts, because: (n) => `${all(n)} ${claim}.`, alternatives, nearly: null }
}

const noValue = () => 'There is no value in this column.'
const noType = () => 'No value of this column has a type.'

function plain(id: 'empty' | 'text', because: (values: number) => string): ColumnJudgement {
  return { reading: { id }, nullTexts: [], because, alternatives: [], nearly: null }
}

function total(counts: ClassCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

const families: { classes: TextClass[]; read: (values: ClassCount[]) => Reading[] }[] = [
  { classes: ['flag'], read: () => [{ id: 'boolean' }] },
  { classes: ['integer', 'wide_integer'], read: readIntegers },
  { classes: ['integer', 'wide_integer', 'point', 'scientific', 'word'], read: (values) => readFractions(values, '.') },
  { classes: ['integer', 'wide_integer', 'comma'], read: (values) => readFractions(values, ',') },
  { classes: ['date'], read: () => [{ id: 'date', format: null }] },
  { classes: ['date', 'timestamp'], read: () => [{ id: 'timestamp', format: null }] },
  { classes: ['date', 'timestamp', 'timestamp_ns'], read: () => [{ id: 'timestamp_ns' }] },
  { classes: ['timestamp_zone'], read: () => [{ id: 'timestamp_zone' }] },
  { classes: ['time'], read: () => [{ id: 'time' }] },
  { classes: ['day_first', 'month_first', 'day_or_month_first', 'year_slashes'], read: readOrderedDates },
]

/** Every reading that holds all values, the likeliest first; none when only text does. */
function readingsOf(values: ClassCount[]): Reading[] {
  const family = families.find(({ classes }) => values.every((value) => classes.includes(value.class)))
  return family?.read(values) ?? []
}

function readIntegers(values: ClassCount[]): Reading[] {
  return values.some((value) => value.class === 'wide_integer') ? [{ id: 'wide_integer' }] : [{ id: 'integer' }]
}

/**
 * Fractions of one length stay decimals, digit for digit; of several lengths they are doubles where a double repeats
 * every digit, else decimals, else text. Commas that may all mark thousands are no fractions.
 */
function readFractions(values: ClassCount[], decimal: '.' | ','): Reading[] {
  const fractions = values.filter((value) => value.class === 'point' || value.class === 'comma')
  const needsDouble = values.some((value) => value.class === 'scientific' || value.class === 'word')
  const isOnlyWords = values.every((value) => value.class === 'word')
  if (isOnlyWords || mayBeThousands(fractions)) return []
  const scale = Math.max(0, ...fractions.map(({ maxScale }) => maxScale))
  const isFixed = fractions.length === values.length && fractions.every(({ minScale }) => minScale === scale)
  const digits = Math.max(...values.map(({ wholeDigits }) => wholeDigits)) + scale
  const width = digits <= 9 ? 9 : digits <= 18 ? 18 : digits <= 38 ? 38 : undefined
  const isExact = values.every((value) => value.isExact)
  if (!needsDouble && isFixed && width && scale > 0) return [{ id: 'decimal', width, scale, isFixed, decimal }]
  if (isExact) return [{ id: 'double', decimal }]
  return !needsDouble && width ? [{ id: 'decimal', width, scale, isFixed: false, decimal }] : []
}

function mayBeThousands(fractions: ClassCount[]): boolean {
  return fractions.length > 0 && fractions.every(({ form }) => form === 'thousands')
}

/** Dates with the day, the month or the year first; both orders of day and month when every value allows both. */
function readOrderedDates(values: ClassCount[]): Reading[] {
  const forms = new Set(values.map(({ form }) => form))
  const [form] = forms
  if (forms.size !== 1 || form === undefined) return []
  const found = new Set(values.map((value) => value.class))
  if (found.has('year_slashes')) return found.size === 1 ? [orderedReading('%Y/%m/%d', form)] : []
  const mark = form[0] as string
  const dayFirst = orderedReading(`%d${mark}%m${mark}%Y`, form)
  const monthFirst = orderedReading(`%m${mark}%d${mark}%Y`, form)
  if (found.has('day_first')) return found.has('month_first') ? [] : [dayFirst]
  return found.has('month_first') ? [monthFirst] : [dayFirst, monthFirst]
}

function orderedReading(date: string, form: string): Reading {
  if (form.endsWith('hms')) return { id: 'timestamp', format: `${date} %H:%M:%S` }
  if (form.endsWith('hm')) return { id: 'timestamp', format: `${date} %H:%M` }
  return { id: 'date', format: date }
}

/** The narrower reading that all but a few values fit. */
function nearlyFits(values: ClassCount[], of: number): ColumnJudgement['nearly'] {
  let best: ColumnJudgement['nearly'] = null
  for (const { classes } of families) {
    const fitting = values.filter((value) => classes.includes(value.class))
    const misfits = of - total(fitting)
    const [reading] = fitting.length > 0 ? readingsOf(fitting) : []
    if (reading && misfits <= of * mostMisfits && misfits < (best?.misfits ?? of)) best = { reading, misfits }
  }
  return best
}

function claimOf(reading: Reading, of: number, values: ClassCount[]): string {
  switch (reading.id) {
    case 'boolean':
      return 'are true or false'
    case 'integer':
      return 'are whole numbers'
    case 'wide_integer':
      return 'are whole numbers, some beyond 64 bits'
    case 'decimal':
      return reading.isFixed
        ? `are numbers with ${reading.scale} digits after the ${reading.decimal === ',' ? 'comma' : 'point'}`
        : 'are numbers, some with more digits than a double has'
    case 'double':
      return 'are numbers'
    case 'timestamp_zone':
      return 'are times with a zone'
    case 'time':
      return 'are times of day'
    case 'date':
      return claimOfDates('dates', reading.format, of, values)
    case 'timestamp':
      return claimOfDates('timestamps', reading.format, of, values)
    default:
      return 'are timestamps'
  }
}

function claimOfDates(what: string, format: string | null, of: number, values: ClassCount[]): string {
  if (format === null || format.startsWith('%Y')) return `are ${what}`
  const both = total(values.filter((value) => value.class === 'day_or_month_first'))
  const [order, other] = format.startsWith('%d') ? ['day', 'month'] : ['month', 'day']
  return both === of
    ? `parse as ${order}-first ${what}, and all of them as ${other}-first too`
    : `parse as ${order}-first ${what}; ${grouped(of - both)} cannot be ${other}-first`
}

function whyText(values: ClassCount[], of: number): (values: number) => string {
  const codes = total(values.filter((value) => value.class === 'code'))
  if (codes > 0 && codes + total(values.filter((value) => value.class === 'integer')) === of) {
    return () => 'Some values are digits that begin with zero or are too many for a number.'
  }
  const commas = values.filter((value) => value.class === 'comma')
  const isWithCommas = values.every(({ class: found }) => ['integer', 'wide_integer', 'comma'].includes(found))
  if (isWithCommas && mayBeThousands(commas)) {
    return () => `Commas may mark thousands or fractions, for example “${commas[0]?.example}”.`
  }
  const texts = values.filter((value) => value.class === 'text')
  if (total(texts) === of) return (n) => `${all(n)} are text.`
  const example = texts[0]?.example ?? values[0]?.example ?? ''
  return () => `The values have no type in common, for example “${example.slice(0, 60)}”.`
}

function all(count: number): string {
  return `${grouped(count)} of ${grouped(count)} values`
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
