import type { ClassCount, TextClass } from './class-counts.ts'
import { currencyOf } from './currencies.ts'
import type { DigitKind, NumberMarks } from './number-shapes.ts'
import type { NumberReading, Reading } from './reading.ts'

/** Classes of texts that are numbers in some way of writing them. */
export const numberClasses: TextClass[] = [
  'integer',
  'wide_integer',
  'point',
  'comma',
  'scientific',
  'short_scientific',
  'word',
  'amount',
]

type Thousands = NumberMarks['thousands']

/** One way of writing numbers that holds some of a column's texts: which mark is what, and the unit they share. */
export type NumberStyle = {
  decimal: '.' | ','
  thousands: Thousands
  /** Whether some number needs the mark of fractions, or that of thousands, to be read so. */
  hasFraction: boolean
  hasGroups: boolean
  units: string[]
  /** `percent`, a currency (ISO 4217), null for a currency of several countries, undefined for none. */
  unit: string | null | undefined
  values: ClassCount[]
}

type Digits = { group: Thousands; fraction: '.' | ',' | null }

const groupOf: Record<string, Thousands> = { ',': ',', '.': '.', s: ' ', q: "'", i: ',' }

/** The ways in which digits of a kind may be read. */
function variantsOf(kind: DigitKind): Digits[] {
  if (kind === 'i') return [{ group: null, fraction: null }]
  const ungrouped = { p: '.', p3: '.', c: ',', c3: ',' } as const
  if (kind in ungrouped) {
    const mark = ungrouped[kind as keyof typeof ungrouped]
    const asFraction: Digits = { group: null, fraction: mark }
    return kind.endsWith('3') ? [asFraction, { group: mark, fraction: null }] : [asFraction]
  }
  return [{ group: groupOf[kind[1] as string] ?? null, fraction: (kind[2] as '.' | ',' | undefined) ?? null }]
}

/** The kind, sign and unit of a number that was counted. */
export function formOf({ class: found, form }: ClassCount): { kind: DigitKind; sign: string; unit: string } {
  if (found === 'word' || found === 'short_scientific') return { kind: 'i', sign: '', unit: '' }
  if (found === 'scientific') return { kind: 'p', sign: '', unit: '' }
  const [kind, sign = '', unit = ''] = form === 'ymd' ? [] : form.split('|')
  return { kind: (kind || 'i') as DigitKind, sign, unit }
}

function unitOf(text: string): string | null | undefined {
  if (text === '') return undefined
  return text === '%' ? 'percent' : currencyOf(text)
}

const marks: { decimal: '.' | ','; thousands: Thousands }[] = [
  { decimal: '.', thousands: null },
  { decimal: ',', thousands: null },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
]

/**
 * What a person says about the marks of numbers; undefined is open, a null mark of thousands says that there is none.
 */
export type GivenMarks = { decimal?: '.' | ',' | undefined; thousands?: Thousands | undefined }

/**
 * Every way of writing numbers that holds some of these texts, with those it holds; ways that read them all alike are
 * one. The order says nothing.
 */
export function numberStyles(values: ClassCount[], given: GivenMarks = {}): NumberStyle[] {
  const numbers = values.filter((value) => numberClasses.includes(value.class))
  const units = new Set(numbers.map((value) => unitOf(formOf(value).unit)))
  const styles = new Map<string, NumberStyle>()
  for (const mark of marks) {
    if (given.decimal !== undefined && given.decimal !== mark.decimal) continue
    if (given.thousands !== undefined && mark.thousands !== null && given.thousands !== mark.thousands) continue
    for (const unit of units) {
      const style = styleOf(numbers, mark, unit)
      if (style.values.length === 0) continue
      const key = JSON.stringify([
        style.values.map((value) => [value.class, value.form]),
        style.hasFraction && style.decimal,
        style.hasGroups && style.thousands,
      ])
      if (!styles.has(key)) styles.set(key, style)
    }
  }
  return [...styles.values()]
}

function styleOf(
  numbers: ClassCount[],
  mark: { decimal: '.' | ','; thousands: Thousands },
  unit: string | null | undefined,
): NumberStyle {
  const style: NumberStyle = { ...mark, hasFraction: false, hasGroups: false, units: [], unit, values: [] }
  for (const value of numbers) {
    const form = formOf(value)
    const own = unitOf(form.unit)
    if (own !== unit && !(own === undefined && unit !== 'percent')) continue
    const digits = digitsUnder(form.kind, style)
    if (!digits) continue
    style.values.push(value)
    if (digits.fraction !== null) style.hasFraction = true
    if (digits.group !== null) style.hasGroups = true
    if (form.unit !== '' && !style.units.includes(form.unit)) style.units.push(form.unit)
  }
  if (style.units.length === 0) style.unit = undefined
  if (!style.hasGroups) style.thousands = null
  return style
}

/** How digits of a kind are read under these marks; undefined where they are not. */
export function digitsUnder(
  kind: DigitKind,
  { decimal, thousands }: Pick<NumberStyle, 'decimal' | 'thousands'>,
): Digits | undefined {
  return variantsOf(kind).find(
    ({ group, fraction }) => (group === null || group === thousands) && (fraction === null || fraction === decimal),
  )
}

/** Groups of digits of one length that reach this one may be codes. */
const mostCodeDigits = 8

/**
 * Whether the texts of a style are numbers beyond doubt, whatever they look like: not all in parentheses; a hyphen at
 * the end only beside fractions, groups or a currency (`1999-` is a year and on); groups without commas only where
 * numbers differ in length, have a fraction or a unit (`612 345 678` may be a telephone number); `1E5` only beside a
 * number with a point.
 */
export function isCertain(style: NumberStyle): boolean {
  const { values, hasFraction, hasGroups, thousands, unit } = style
  const forms = values.map(formOf)
  if (values.every((value) => value.class === 'word')) return false
  if (forms.every(({ sign }) => sign === '(') && unit === undefined) return false
  if (forms.some(({ sign }) => sign === 't') && !hasFraction && !hasGroups && unit === undefined) return false
  if (values.some((value) => value.class === 'short_scientific')) {
    return values.some((value) => value.class === 'point' || value.class === 'scientific')
  }
  if (thousands === null || thousands === ',' || hasFraction || unit !== undefined) return true
  if (forms.some(({ sign }) => sign === '+')) return false
  const lengths = new Set(values.flatMap(({ wholeDigits, leastWholeDigits }) => [wholeDigits, leastWholeDigits]))
  return lengths.size > 1 || [...lengths].some((length) => length < mostCodeDigits && length % 3 !== 0)
}

/**
 * The reading of texts in a style; undefined where no type keeps all their digits. Fractions of one length are
 * decimals; of several lengths they are doubles where a double writes every digit as the file does, else decimals.
 */
export function readStyle(style: NumberStyle): Reading | undefined {
  const { values, decimal } = style
  const read = values.map((value) => {
    const digits = digitsUnder(formOf(value).kind, style)
    const isGroup = digits?.group !== null && ['p3', 'c3'].includes(formOf(value).kind)
    return {
      whole: isGroup ? value.wholeDigits + 3 : value.wholeDigits,
      least: isGroup ? 0 : value.minScale,
      scale: isGroup ? 0 : value.maxScale,
      isFraction: digits?.fraction !== null,
    }
  })
  const scale = Math.max(0, ...read.map((one) => one.scale))
  const digits = Math.max(0, ...read.map(({ whole }) => whole)) + scale
  const width = digits <= 9 ? 9 : digits <= 18 ? 18 : digits <= 38 ? 38 : undefined
  const needsDouble = values.some((value) => ['scientific', 'short_scientific', 'word'].includes(value.class))
  const isExact = values.every((value) => value.isExact)
  if (isMarked(style)) {
    if (needsDouble || width === undefined) return undefined
    const marked = marksOf(style)
    if (scale > 0) return { id: 'decimal', width, scale, isFixed: false, decimal, marks: marked }
    return width > 18 ? { id: 'wide_integer', marks: marked } : { id: 'integer', marks: marked }
  }
  if (!needsDouble && read.every(({ isFraction }) => !isFraction)) {
    return values.some((value) => value.class === 'wide_integer') ? { id: 'wide_integer' } : { id: 'integer' }
  }
  if (needsDouble) return isExact ? { id: 'double', decimal, mayDropZeros: true } : undefined
  const isFixed = scale > 0 && read.every((one) => one.isFraction && one.least === scale)
  if (isFixed && width) return { id: 'decimal', width, scale, isFixed, decimal }
  const dropsZeros = values.some((value) => value.dropsZeros)
  if (isExact && !dropsZeros) return { id: 'double', decimal }
  if (width) return { id: 'decimal', width, scale, isFixed: false, decimal }
  return isExact ? { id: 'double', decimal, mayDropZeros: true } : undefined
}

/** Whether the numbers have more than digits, a hyphen in front and one mark of fractions. */
function isMarked({ hasGroups, values }: NumberStyle): boolean {
  return hasGroups || values.some((value) => value.class === 'amount')
}

/** The marks of a style as a reading of numbers has them. */
export function marksOf({ decimal, thousands, units, unit, values }: NumberStyle): NumberMarks {
  const isIndian = values.some((value) => formOf(value).kind.startsWith('gi'))
  return { decimal, thousands, isIndian, units, isPercent: unit === 'percent' }
}

/** Whether a reading is one of numbers with a mark between thousands. */
export function hasThousands(reading: Reading): boolean {
  return 'marks' in reading && (reading as NumberReading).marks?.thousands != null
}
