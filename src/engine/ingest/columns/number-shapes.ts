import { quoteText } from '../../sql-text.ts'
import { unitShapes } from './currencies.ts'

/**
 * How the digits of a number stand, as far as its text tells: `i` whole, `p` or `c` with a fraction after a point or a
 * comma, `p3` and `c3` where that mark may as well group thousands; `g` and a mark (`s` a blank, `q` an apostrophe, `i`
 * commas as in India) grouped, with the mark of a fraction behind.
 */
export type DigitKind =
  | 'i'
  | 'p'
  | 'p3'
  | 'c'
  | 'c3'
  | 'g,'
  | 'g,.'
  | 'g.'
  | 'g.,'
  | 'gs'
  | 'gs.'
  | 'gs,'
  | 'gq'
  | 'gq.'
  | 'gq,'
  | 'gi'
  | 'gi.'

const blank = '[ \\x{a0}\\x{202f}\\x{2009}]'
const minus = '[-−–]'
const sign = '[-+−–]'
const apostrophe = "['’]"
const whole = '(?:0|[1-9][0-9]*)'
const lead = '[1-9][0-9]{0,2}'

/** The digits of a number and the marks among them, whatever stands before and after. */
export const digitsShape = `[.,]?[0-9](?:[0-9.,'’ \\x{a0}\\x{202f}\\x{2009}]*[0-9])?`

/**
 * A number with anything that numbers are written with: a sign before or after, parentheses, a currency, percent.
 * Whether parentheses are in pairs and signs alone is left to `adornedSql`.
 */
const adornedShape = `\\(?${blank}?${sign}?${blank}?${unitShapes.before}?${sign}?${blank}?\\(?${digitsShape}\\)?${unitShapes.after}?${minus}?${blank}?\\)?`

/** SQL that is true of a text that is a number with anything that numbers are written with. */
export function adornedSql(text: string): string {
  const signs = `length(regexp_replace(${text}, '[^-+−–(]', '', 'g'))`
  return `CASE WHEN regexp_full_match(${text}, ${quoteText(adornedShape)})
    THEN ${signs} <= 1 AND contains(${text}, '(') = contains(${text}, ')') ELSE false END`
}

/** What each kind of digits looks like; the first that matches holds. */
export const digitShapes: Record<DigitKind, string> = {
  i: whole,
  p3: `${lead}\\.[0-9]{3}`,
  c3: `${lead},[0-9]{3}`,
  p: `${whole}?\\.[0-9]+`,
  c: `${whole}?,[0-9]+`,
  'g,': `${lead}(?:,[0-9]{3}){2,}`,
  'g,.': `${lead}(?:,[0-9]{3})+\\.[0-9]+`,
  'g.': `${lead}(?:\\.[0-9]{3}){2,}`,
  'g.,': `${lead}(?:\\.[0-9]{3})+,[0-9]+`,
  gs: `${lead}(?:${blank}[0-9]{3})+`,
  'gs.': `${lead}(?:${blank}[0-9]{3})+\\.[0-9]+`,
  'gs,': `${lead}(?:${blank}[0-9]{3})+,[0-9]+`,
  gq: `${lead}(?:${apostrophe}[0-9]{3})+`,
  'gq.': `${lead}(?:${apostrophe}[0-9]{3})+\\.[0-9]+`,
  'gq,': `${lead}(?:${apostrophe}[0-9]{3})+,[0-9]+`,
  gi: '[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}',
  'gi.': '[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}\\.[0-9]+',
}

/**
 * How the numbers of a column are written where that is more than digits and a point: the mark of fractions, the one
 * between thousands (a blank stands for all kinds of blanks), and the texts of their unit. Numbers of a column in
 * percent all have the sign; of a currency some may stand bare.
 */
export type NumberMarks = {
  decimal: '.' | ','
  thousands: ',' | '.' | ' ' | "'" | null
  isIndian: boolean
  units: string[]
  isPercent: boolean
}

const groupMarks = { ',': ',', '.': '\\.', ' ': blank, "'": apostrophe }

/**
 * The shape of all numbers that are written with these marks, with at most so many digits of a fraction (null: any).
 */
export function markedShape({ decimal, thousands, isIndian, units }: NumberMarks, scale: number | null) {
  const point = decimal === ',' ? ',' : '\\.'
  const group = thousands === null ? '' : groupMarks[thousands]
  const grouped = group === '' ? '' : `|${lead}(?:${group}[0-9]{3})+`
  const indian = isIndian ? '|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}' : ''
  const digits = `(?:${whole}${grouped}${indian})`
  const fraction = scale === 0 ? '' : `${point}[0-9]{1,${scale ?? ''}}`
  const number = fraction === '' ? digits : `(?:${digits}(?:${fraction})?|${fraction})`
  const unit = units.length === 0 ? '' : `(?:${units.map((text) => text.replaceAll(/[.$%]/g, '\\$&')).join('|')})`
  const plain = unit === '' ? number : `(?:${unit}${blank}?)?${number}(?:${blank}?${unit})?`
  const shapes = [`${sign}?${blank}?${plain}`, `${plain}${minus}`, `\\(${blank}?${plain}${blank}?\\)`]
  if (unit !== '') {
    shapes.push(
      `${unit}${blank}?${sign}${blank}?${number}`,
      `${unit}${blank}?\\(${number}\\)`,
      `\\(${number}\\)${blank}?${unit}`,
    )
  }
  return `${blank}?(?:${shapes.join('|')})${blank}?`
}

/** Every character that may stand in a number written with these marks and is no digit and no mark of a fraction. */
export function marksToDrop({ decimal, thousands }: NumberMarks): string {
  const group = thousands === "'" ? "'’" : thousands === ' ' || thousands === null ? '' : thousands
  return ` \u00a0\u202f\u2009()+-−–${group}`.replace(decimal, '')
}
