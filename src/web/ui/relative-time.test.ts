import { expect, test } from 'vitest'
import { formatRelativeTime } from './relative-time.tsx'

const now = Date.parse('2026-03-10T12:00:00Z')
const ago = (seconds: number) => formatRelativeTime(new Date(now - seconds * 1000).toISOString(), now)

test.each([
  [-5, 'now'],
  [0, 'now'],
  [44, 'now'],
  [45, '45 s'],
  [60, '1 min'],
  [3599, '59 min'],
  [7200, '2 h'],
  [86_400, '1 d'],
  [29 * 86_400, '29 d'],
  [30 * 86_400, '2026-02-08'],
])('%d seconds ago', (seconds, text) => expect(ago(seconds)).toBe(text))

test('a sentence says that it was ago', () => {
  expect(formatRelativeTime(new Date(now - 300_000).toISOString(), now, true)).toBe('5 min ago')
  expect(formatRelativeTime(new Date(now).toISOString(), now, true)).toBe('now')
})
