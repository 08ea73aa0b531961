import { expect, test } from 'vitest'
import type { ColumnMatch } from '../../shared/dataset-version.ts'
import { matchSentence } from './match-sentence.ts'

const matches = (...changes: ColumnMatch['change'][]): ColumnMatch[] =>
  changes.map((change, index) => ({ name: `c${index}`, sql_type: 'BIGINT', before: null, change }))

test('what matches is counted against the columns in use', () => {
  expect(matchSentence(matches('same', 'same'))).toBe('All 2 columns match by name and type.')
  expect(matchSentence(matches('same', 'retyped', 'added', 'added', 'missing'))).toBe(
    '1 of 3 columns match; 1 has another type, 1 is missing, 2 are new.',
  )
  expect(matchSentence(matches('added', 'missing'))).toMatch(/^No column has the name of one in use/)
})
