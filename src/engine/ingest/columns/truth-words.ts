/** Two words for true and false, in lower case; each may have several spellings. */
export type TruthWords = { yes: string[]; no: string[] }

/** The pairs of words that stand for true and false: of one column all values are of one pair. */
export const truthPairs: TruthWords[] = [
  { yes: ['true'], no: ['false'] },
  { yes: ['yes'], no: ['no'] },
  { yes: ['y'], no: ['n'] },
  { yes: ['t'], no: ['f'] },
  { yes: ['on'], no: ['off'] },
  { yes: ['ja'], no: ['nein'] },
  { yes: ['j'], no: ['n'] },
  { yes: ['wahr'], no: ['falsch'] },
  { yes: ['oui'], no: ['non'] },
  { yes: ['vrai'], no: ['faux'] },
  { yes: ['si', 'sí', 'sì'], no: ['no'] },
  { yes: ['verdadero'], no: ['falso'] },
  { yes: ['vero'], no: ['falso'] },
  { yes: ['sim'], no: ['não', 'nao'] },
  { yes: ['verdadeiro'], no: ['falso'] },
  { yes: ['ja'], no: ['nee'] },
  { yes: ['waar'], no: ['onwaar'] },
]

/** The words of documents and workbooks. */
export const plainTruth: TruthWords = { yes: ['true'], no: ['false'] }

/** Every word that may stand for true or false. */
export const truthWords: string[] = [...new Set(truthPairs.flatMap(({ yes, no }) => [...yes, ...no]))]

/**
 * The pair that all these words are of, undefined where there is none. Both must be there, so that a column of `no`
 * alone (a country, say) stays text; true or false alone is enough.
 */
export function truthPairOf(words: string[]): TruthWords | undefined {
  const has = (some: string[]) => some.some((word) => words.includes(word))
  return truthPairs.find(
    ({ yes, no }) =>
      words.every((word) => yes.includes(word) || no.includes(word)) && ((has(yes) && has(no)) || yes.includes('true')),
  )
}
