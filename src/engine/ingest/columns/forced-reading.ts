import type { ColumnOptions } from '../../../shared/reading-options.ts'
import type { ClassCount } from './class-counts.ts'
import type { ColumnRules } from './column-rules.ts'
import { formatsOf } from './date-shapes.ts'
import type { ColumnJudgement } from './decide-column.ts'
import { total } from './family.ts'
import { inOrder } from './number-family.ts'
import { orderOfFormat } from './order-of-format.ts'
import { commonOrders, type DateOrder, namedReading, orderedReading, timeReading } from './read-dates.ts'
import { marksOf, numberStyles } from './read-numbers.ts'
import type { Reading } from './reading.ts'
import { truthPairs } from './truth-words.ts'

/**
 * How a column is read as the type that a person has chosen, in the way that suits most of its texts; what does not fit
 * becomes null. Undefined when the person has chosen neither type nor format.
 */
export function forcedJudgement(
  counts: ClassCount[],
  { sql_type, format }: ColumnOptions,
  rules: ColumnRules,
): ColumnJudgement | undefined {
  const type = sql_type ?? (format === undefined ? undefined : typeOfFormat(format))
  if (type === undefined) return undefined
  const values = counts.filter(({ class: found }) => found !== 'blank' && found !== 'null_text')
  const nulls = counts.filter(
    ({ class: found, form }) => found === 'null_text' && (type !== 'VARCHAR' || rules.isGivenNull(form)),
  )
  const { reading, unit } = forcedReading(values, type, format, rules)
  return {
    reading,
    nullTexts: nulls.map(({ form, count }) => ({ text: form, count })),
    because: () => `A person chose the type ${type}${inWhatForm(reading)}.`,
    alternatives: [],
    nearly: null,
    isDecided: true,
    isForced: true,
    ...(unit === undefined ? {} : { unit }),
  }
}

function inWhatForm(reading: Reading): string {
  if ('format' in reading && reading.format && reading.id !== 'time') {
    const { format } = reading
    return `, ${orderOfFormat(format)}, written as ${formatsOf(format)
      .map((one) => `\`${one}\``)
      .join(' or ')}`
  }
  return 'decimal' in reading && reading.decimal === ',' ? ', with a decimal comma' : ''
}

type Forced = { reading: Reading; unit?: string | null | undefined }

function forcedReading(values: ClassCount[], type: string, format: string | undefined, rules: ColumnRules): Forced {
  switch (type) {
    case 'VARCHAR':
      return { reading: { id: 'text' } }
    case 'BOOLEAN':
      return { reading: truth(values) }
    case 'UUID':
      return { reading: { id: 'uuid', isLenient: true } }
    case 'JSON':
      return { reading: { id: 'json' } }
    case 'TIME':
      return { reading: { id: 'time', format: format ?? formatOf(timeReading(mostTimes(values))) } }
    case 'DATE':
      return { reading: { id: 'date', format: format ?? withoutClock(dateFormat(values, rules)) } }
    case 'TIMESTAMP':
      return { reading: { id: 'timestamp', format: format ?? dateFormat(values, rules) } }
    case 'TIMESTAMP_NS':
      return { reading: { id: 'timestamp_ns' } }
    case 'TIMESTAMP WITH TIME ZONE':
      return { reading: { id: 'timestamp_zone', format: format ?? zonedFormat(values) } }
    default:
      return number(values, type, rules)
  }
}

function typeOfFormat(format: string): string {
  if (format.includes('%z')) return 'TIMESTAMP WITH TIME ZONE'
  if (!/%[dbBjDFx]/.test(format)) return 'TIME'
  return /%[HI]/.test(format) ? 'TIMESTAMP' : 'DATE'
}

function number(values: ClassCount[], type: string, rules: ColumnRules): Forced {
  const styles = inOrder(
    numberStyles(values, rules).map((style) => ({ style, holds: total(style.values) })),
    rules,
  ).toSorted((a, b) => b.holds - a.holds)
  const style = styles[0]?.style
  const decimal = rules.decimal ?? style?.decimal ?? '.'
  const isMarked = style !== undefined && (style.hasGroups || style.values.some((value) => value.class === 'amount'))
  const more = { isLenient: true, ...(isMarked ? { marks: marksOf(style) } : {}) }
  const unit = style?.unit
  if (type === 'DOUBLE') return { reading: { id: 'double', decimal, mayDropZeros: true, ...more }, unit }
  if (type === 'HUGEINT') return { reading: { id: 'wide_integer', ...more }, unit }
  const [, width, scale] = type.match(/^DECIMAL\((\d+),(\d+)\)$/) ?? []
  if (width === undefined) return { reading: { id: 'integer', sqlType: type, ...more }, unit }
  return {
    reading: { id: 'decimal', width: Number(width), scale: Number(scale), isFixed: false, decimal, ...more },
    unit,
  }
}

/** The pair of words that most values are of; 1 and 0 besides. */
function truth(values: ClassCount[]): Reading {
  const counted = truthPairs.map((words) => {
    const of = [...words.yes, ...words.no]
    return { words, count: total(values.filter((value) => value.class === 'flag' && of.includes(value.form))) }
  })
  const [best] = counted.toSorted((a, b) => b.count - a.count)
  const { yes, no } = best?.words ?? { yes: ['true'], no: ['false'] }
  return { id: 'boolean', words: { yes: [...yes, '1'], no: [...no, '0'] } }
}

function mostTimes(values: ClassCount[]): ClassCount[] {
  const times = values.filter((value) => value.class === 'time')
  const plain = times.filter(({ form }) => form === '')
  const half = times.filter(({ form }) => form !== '')
  return total(half) > total(plain) ? half : plain
}

function formatOf(reading: Reading | undefined): string | null {
  return reading && 'format' in reading ? (reading.format ?? null) : null
}

/** How most of the dates are written; null where that is ISO's way. */
function dateFormat(values: ClassCount[], rules: ColumnRules): string | null {
  const of = (...classes: string[]) => values.filter((value) => classes.includes(value.class))
  const ordered = mostInOneOrder(of('ordered_date'), rules)
  const named = of('named_date').filter(({ form }) => !form.endsWith('z'))
  const iso = total(of('date', 'timestamp'))
  if (total(ordered.values) > Math.max(iso, total(named)))
    return formatOf(orderedReading(ordered.values, ordered.order))
  return total(named) > iso ? formatOf(namedReading(named)) : null
}

function mostInOneOrder(
  values: ClassCount[],
  { order, habits }: ColumnRules,
): { values: ClassCount[]; order: DateOrder } {
  const orders = (['d', 'm', 'y'] as const).map((one) => ({
    order: one,
    values: values.filter((value) => commonOrders([value]).includes(one)),
  }))
  const preferred = order ?? habits.order?.order
  const [best] = orders.toSorted(
    (a, b) => total(b.values) - total(a.values) || Number(b.order === preferred) - Number(a.order === preferred),
  )
  const wanted = order && orders.find((one) => one.order === order && one.values.length > 0)
  return wanted ?? best ?? { values: [], order: 'd' }
}

/** The formats of a date alone: a time behind it would be lost. */
function withoutClock(format: string | null): string | null {
  if (format === null) return null
  const dates = formatsOf(format).filter((one) => !/%[HI]/.test(one))
  return dates.length > 0 ? dates.join('|') : (formatsOf(format)[0] as string).replace(/(, ?| |T)%[HI].*$/, '')
}

function zonedFormat(values: ClassCount[]): string | null {
  const named = values.filter((value) => value.class === 'named_date' && value.form.endsWith('z'))
  const iso = values.filter((value) => value.class === 'timestamp_zone')
  return total(named) > total(iso) ? formatOf(namedReading(named)) : null
}
