import { dateFamilies } from './date-families.ts'
import { claimOf, type Family, simpleFamily } from './family.ts'
import { numberFamily } from './number-family.ts'
import { truthPairOf, truthPairs } from './truth-words.ts'

const truths: Family = {
  classes: ['flag'],
  read: (values) => {
    const words = truthPairOf(values.map(({ form }) => form))
    if (!words) return undefined
    const spelled = [...words.yes, ...words.no].filter((word) => values.some(({ form }) => form === word))
    const what = words.yes.includes('true')
      ? 'are true or false'
      : `are ${spelled.map((word) => `“${word}”`).join(' or ')}`
    return { reading: { id: 'boolean', words }, alternatives: [], claim: claimOf(what) }
  },
  parts: (values) =>
    truthPairs.map(({ yes, no }) => values.filter(({ form }) => yes.includes(form) || no.includes(form))),
}

/** Every family of types, the first that holds all values of a column is its own. */
export const families: Family[] = [
  truths,
  numberFamily,
  ...dateFamilies,
  simpleFamily(['uuid'], { id: 'uuid' }, 'are UUIDs'),
  simpleFamily(['json'], { id: 'json' }, 'are JSON'),
]
