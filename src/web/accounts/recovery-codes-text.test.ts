import { expect, test } from 'vitest'
import { recoveryCodesText } from './recovery-codes-text.ts'

test.each([
  [0, 'No recovery code is left.'],
  [1, 'One recovery code is left.'],
  [2, '2 of 10 recovery codes are left.'],
  [10, '10 of 10 recovery codes are left.'],
])('%d left', (left, sentence) => expect(recoveryCodesText(left)).toBe(sentence))
