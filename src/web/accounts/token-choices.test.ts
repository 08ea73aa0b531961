import { expect, test } from 'vitest'
import { endOf, scopeWords } from './token-choices.ts'

test('the widest scope says what a token may do', () => {
  expect(scopeWords(['read'])).toBe('read')
  expect(scopeWords(['read', 'write'])).toBe('read and change')
  expect(scopeWords(['admin'])).toBe('everything you may')
  expect(scopeWords([])).toBe('nothing')
})

test('a token lasts so many days from now, or for ever', () => {
  const now = Date.parse('2026-01-31T12:00:00Z')
  expect(endOf('30', now)).toBe('2026-03-02T12:00:00.000Z')
  expect(endOf('never', now)).toBeNull()
})
