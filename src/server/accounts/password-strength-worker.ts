import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'

/** Below this a password falls to somebody who tries the likely ones first (0 to 4, see zxcvbn). */
const lowestScore = 3

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations,
  // With the default of 100, `1234567890` seven times over takes seconds.
  l33tMaxSubstitutions: 10,
})

/** Why a password is weak; null when it is not. `about` is what others know of the person. */
export default function judge({ password, about }: { password: string; about: string[] }): string | null {
  const { score, feedback } = zxcvbn.check(password, about)
  if (score >= lowestScore) return null
  return [feedback.warning || 'This is easy to guess.', ...feedback.suggestions].join(' ')
}
