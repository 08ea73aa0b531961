import type { ClassCount } from './class-counts.ts'
import type { ColumnRules } from './column-rules.ts'
import { claimOf, type Family, type Outcome } from './family.ts'
import { formOf, isCertain, marksOf, type NumberStyle, numberClasses, numberStyles, readStyle } from './read-numbers.ts'
import type { Reading } from './reading.ts'

/** Numbers, in whatever way they are written. */
export const numberFamily: Family = {
  classes: numberClasses,
  read: readNumbers,
  parts: (values, rules) =>
    numberStyles(values, rules)
      .filter(isCertain)
      .map((style) => style.values),
}

type Read = { style: NumberStyle; reading: Reading }

function readNumbers(values: ClassCount[], rules: ColumnRules): Outcome | undefined {
  if (values.every((value) => value.class === 'word')) return undefined
  const all = numberStyles(values, rules).filter((style) => style.values.length === values.length)
  const read = all.flatMap((style) => {
    const reading = readStyle(style)
    return reading ? [{ style, reading }] : []
  })
  const certain = read.filter(({ style }) => isCertain(style))
  if (certain.length === 0) return read.length === 0 ? undefined : doubtful(read)
  const [chosen, ...others] = inOrder(certain, rules) as [Read, ...Read[]]
  const because = others.length === 0 ? undefined : whyFirst(chosen.style, rules)
  const isOpen = others.length > 0 && !because?.isSettled
  const mayBeList = others.length === 0 && isLoneComma(chosen.style, rules)
  return {
    reading: chosen.reading,
    alternatives: isOpen ? others.map(({ reading }) => reading) : mayBeList ? [{ id: 'text' }] : closeDates(values),
    claim: claimOf(`${describe(chosen)}${because ? `; ${because.text}` : ''}`),
    unit: chosen.style.unit,
    proves: others.length === 0 ? proofOf(chosen.style) : undefined,
    isDecided: others.length === 0 && isGiven(values, rules),
  }
}

/** Whole numbers that may all be dates, as 20240131. */
function closeDates(values: ClassCount[]): Reading[] {
  return values.every(({ form }) => form === 'ymd') ? [{ id: 'date', format: '%Y%m%d' }] : []
}

/** Whether it was a person who left one way of writing the numbers. */
function isGiven(values: ClassCount[], { decimal, thousands }: ColumnRules): boolean {
  if (decimal === undefined && thousands === undefined) return false
  const open = numberStyles(values).filter((style) => style.values.length === values.length)
  return open.length > 1
}

function doubtful(read: Read[]): Outcome {
  const example = read[0]?.style.values[0]?.example ?? ''
  return {
    reading: { id: 'text' },
    alternatives: read.map(({ reading }) => reading),
    claim: () => `The values may be numbers or codes, for example “${example}”.`,
  }
}

/** Which mark a style reads as the one of fractions, as far as its values tell. */
function proofOf({ hasFraction, hasGroups, decimal, thousands }: NumberStyle): Outcome['proves'] {
  if (hasFraction) return { decimal }
  if (hasGroups && thousands === ',') return { decimal: '.' }
  return hasGroups && thousands === '.' ? { decimal: ',' } : undefined
}

/** The likelier style first: by the habits of the file, else by what stands beside, else by what is usual. */
export function inOrder<R extends { style: NumberStyle }>(read: R[], rules: ColumnRules): R[] {
  return read.toSorted((a, b) => likelihood(b.style, rules) - likelihood(a.style, rules))
}

function likelihood(style: NumberStyle, { habits, delimiter }: ColumnRules): number {
  const mark = ambiguousMark(style)
  const asFraction = style.hasGroups ? -1 : 1
  if (habits.decimal) return habits.decimal.mark === mark ? asFraction * 4 : -asFraction * 4
  const digits = bareDigits(style)
  if (digits > 3) return asFraction * 2
  if (mark === ',') return delimiter === ';' && digits === 0 ? asFraction : -asFraction
  return delimiter === ';' && digits > 0 ? -asFraction : asFraction
}

/** The mark that stands before three digits throughout. */
function ambiguousMark({ values }: NumberStyle): '.' | ',' {
  return values.some((value) => formOf(value).kind === 'c3') ? ',' : '.'
}

/** The most digits that a whole number without any mark has in the column; 0 where all have a mark. */
function bareDigits({ values }: NumberStyle): number {
  const bare = values.filter((value) => formOf(value).kind === 'i')
  return Math.max(0, ...bare.map(({ wholeDigits }) => wholeDigits))
}

function whyFirst(style: NumberStyle, { habits, delimiter }: ColumnRules): { text: string; isSettled: boolean } {
  const mark = ambiguousMark(style)
  const name = mark === ',' ? 'comma' : 'point'
  const what = style.hasGroups
    ? `the ${name} is taken for the mark of thousands`
    : `the ${name} is taken for the mark of fractions`
  const digits = bareDigits(style)
  if (habits.decimal) {
    const other = habits.decimal.mark === ',' ? 'comma' : 'point'
    const isContrary = digits > 0 && style.hasGroups === digits > 3
    return {
      text: `${what}, since numbers of \`${habits.decimal.column}\` are written with a decimal ${other}`,
      isSettled: !isContrary,
    }
  }
  if (digits > 3) return { text: `${what}, since numbers of four digits stand without it`, isSettled: false }
  if (style.hasGroups && digits > 0) {
    return { text: `${what}, since all numbers without it have at most three digits`, isSettled: false }
  }
  if (delimiter === ';' && mark === ',') {
    return { text: `${what}, since a semicolon stands between the values of the file`, isSettled: false }
  }
  return { text: `${what}, which is the more usual`, isSettled: false }
}

/** Whether commas within quotes, in a file of commas, are all that speaks for fractions: `3,4` may be two things. */
function isLoneComma(style: NumberStyle, { delimiter, habits, decimal }: ColumnRules): boolean {
  const isPlain = style.hasFraction && !style.hasGroups && style.decimal === ',' && style.unit === undefined
  return isPlain && delimiter === ',' && decimal === undefined && habits.decimal?.mark !== ','
}

const groupNames = { ',': 'a comma', '.': 'a point', ' ': 'a blank', "'": 'an apostrophe' }

function describe({ style, reading }: Read): string {
  const { unit, units, values } = style
  const marks = marksOf(style)
  const words: string[] = []
  if (marks.thousands) words.push(`with ${groupNames[marks.thousands]} between thousands`)
  if (unit === 'percent') words.push('in percent')
  else if (units.length > 0) words.push(`in ${unit ?? 'a currency'} (${units.map((text) => `“${text}”`).join(', ')})`)
  if (units.length > 0 && values.some((value) => formOf(value).unit === '')) words.push('some of them without it')
  const negative = values.some((value) => formOf(value).sign === '(')
  if (negative) words.push('negative in parentheses')
  return [claimOfReading(reading), ...words].join(', ').replace('numbers, with', 'numbers with')
}

function claimOfReading(reading: Reading): string {
  if (reading.id === 'integer') return 'are whole numbers'
  if (reading.id === 'wide_integer') return 'are whole numbers, some beyond 64 bits'
  if (reading.id !== 'decimal') return 'are numbers'
  const mark = reading.decimal === ',' ? 'comma' : 'point'
  const digits = `${reading.scale} digit${reading.scale === 1 ? '' : 's'} after the ${mark}`
  if (reading.isFixed) return `are numbers with ${digits}`
  return `are numbers with up to ${digits}${reading.marks ? '' : ', which a double would not all write'}`
}
