import type { ClassCount } from './class-counts.ts'
import { claimOf, total } from './family.ts'
import { formOf, numberClasses } from './read-numbers.ts'

const words = ['text', 'flag', 'word']

/** Why values have no type in common. */
export function whyText(values: ClassCount[], of: number): (values: number) => string {
  const codes = total(values.filter((value) => value.class === 'code'))
  if (codes > 0 && codes + total(values.filter((value) => value.class === 'integer')) === of) {
    return () => 'Some values are digits that begin with zero or are too many for a number.'
  }
  if (values.every((value) => words.includes(value.class))) return claimOf('are text')
  if (values.every((value) => numberClasses.includes(value.class))) return whyNoNumber(values)
  const example = values.find((value) => value.class === 'text')?.example ?? values[0]?.example ?? ''
  return () => `The values have no type in common, for example “${example.slice(0, 60)}”.`
}

function whyNoNumber(values: ClassCount[]): () => string {
  const units = [...new Set(values.map((value) => formOf(value).unit))].filter((unit) => unit !== '')
  const isSometimes = units.length === 1 && values.some((value) => formOf(value).unit === '')
  if (units.length > 1) return () => `The numbers have several units: ${units.map((unit) => `“${unit}”`).join(', ')}.`
  if (isSometimes) return () => `Some of the numbers have “${units[0]}” and some do not.`
  const examples = values.slice(0, 2).map(({ example }) => `“${example}”`)
  return () =>
    `No way of writing numbers, nor any type of numbers, holds all values, for example ${examples.join(' and ')}.`
}
