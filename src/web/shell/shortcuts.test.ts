import { expect, test } from 'vitest'
import { matchKeys } from './shortcuts.ts'

const all = ['g d', 'g t', '/', '?', 'mod+k', '1']

test.each([
  [['/'], '/'],
  [['g', 'd'], 'g d'],
  [['g', 'g', 'd'], 'g d'],
  [['x', '?'], '?'],
  [['g', '/'], '/'],
  [['mod+k'], 'mod+k'],
])('%j runs %s', (pressed, found) => expect(matchKeys(all, pressed)).toEqual({ found, pending: [] }))

test('the beginning of a sequence is kept, anything else is forgotten', () => {
  expect(matchKeys(all, ['x', 'g'])).toEqual({ pending: ['g'] })
  expect(matchKeys(all, ['g', 'x'])).toEqual({ pending: [] })
  expect(matchKeys([], ['a'])).toEqual({ pending: [] })
})
