import { z } from 'zod'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** What is wrong with a value, for people, where its schema has no sentence of its own. */
const sentenceFor = (issue: RawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : `This must be ${nameOf(issue.expected)}.`
    case 'invalid_value':
      return `Use ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `This has at least ${issue.minimum} ${partsOf(issue.origin, issue.minimum)}.`
        : `This must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `This has at most ${issue.maximum} ${partsOf(issue.origin, issue.maximum)}.`
        : `This must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}.`
    case 'unrecognized_keys':
      return `There is no ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`
    case 'invalid_format':
      return formats[issue.format]
    case 'invalid_union':
      return isOneOf(issue) ? `Use one of ${issue.options.join(', ')}.` : unionSentence(issue.errors)
    case 'invalid_key':
      return issue.issues[0]?.message
    default:
      return undefined
  }
}

/** Whether a value is told from others by a field of it, which has none of these. */
const isOneOf = (issue: object): issue is { options: string[] } =>
  'options' in issue && Array.isArray(issue.options) && issue.options.length > 0

/** Of several forms that a value may have, what is wrong with the one that it has most of. */
const unionSentence = (forms: readonly z.core.$ZodIssue[][]): string | undefined => {
  const distance = (issues: z.core.$ZodIssue[]) => issues.filter(({ message }) => message === 'This is missing.').length
  const begun = forms.filter((issues) => issues.some(({ path }) => path.length > 0))
  const nearest = begun.toSorted((a, b) => distance(a) - distance(b) || b.length - a.length)[0]?.[0]
  if (nearest) return `At ${nearest.path.join('.')}: ${nearest.message.replace(/^At (\S+: )/, 'there, at $1')}`
  const sentences = [...new Set(forms.flat().map(({ message }) => message))]
  return sentences.length > 0 ? sentences.join(' Or: ') : undefined
}

const names: Record<string, string> = {
  string: 'text',
  number: 'a number',
  nan: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a time',
}

const formats: Record<string, string> = {
  uuid: 'This is not the id of anything; ids are UUIDs.',
  datetime: 'Write a time as RFC 3339 has it, such as 2026-01-31T13:05:00Z.',
  email: 'This is not an e-mail address.',
}

const nameOf = (expected: string) => names[expected] ?? expected

const partsOf = (origin: string, count: number | bigint) =>
  `${origin === 'string' ? 'character' : 'item'}${Number(count) === 1 ? '' : 's'}`

/** Lets every schema of this process speak plainly. */
export const speakPlainly = (): void => {
  z.config({ customError: sentenceFor })
}
