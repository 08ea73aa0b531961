import { setPriority } from 'node:os'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as english, translations } from '@zxcvbn-ts/language-en'
import type { Judgement, NewPassword } from './password-strength.ts'

/** Below this a password falls to somebody who tries the likely ones first (0 to 4, see zxcvbn). */
const lowestScore = 3

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations,
  // With the default of 100, `1234567890` seven times over takes seconds.
  l33tMaxSubstitutions: 10,
})

/** Why a password is weak; null when it is not. */
function judge({ password, about }: NewPassword): string | null {
  const { score, feedback } = zxcvbn.check(password, about)
  if (score >= lowestScore) return null
  return [feedback.warning || 'This is easy to guess.', ...feedback.suggestions].join(' ')
}

setPriority(10)
// A signal to the whole group is for the parent, which may be waiting for a last answer.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.exit())
process.on('message', (asked: NewPassword) => process.send?.({ reason: judge(asked) } satisfies Judgement))
