import { expect, test } from 'vitest'
import { millisecondsOf } from '../../../shared/data-time.ts'
import { momentText, periodEnd, periodText } from './period.ts'

test.each([
  ['2024-01-31', 'day', '2024-02-01', '2024-01-31'],
  ['2024-12-30', 'week', '2025-01-06', 'week of 2024-12-30'],
  ['2024-02-01', 'month', '2024-03-01', '2024-02'],
  ['2024-10-01', 'quarter', '2025-01-01', '2024 Q4'],
  ['0001-01-01', 'year', '0002-01-01', '0001'],
  ['2024-03-10T23:00:00', 'hour', '2024-03-11T00:00:00', '2024-03-10 23:00'],
  ['2024-03-10T23:59:59Z', 'second', '2024-03-11T00:00:00Z', '2024-03-10 23:59:59'],
  ['13:05:00', 'minute', '13:06:00', '13:05'],
] as const)('%s: the %s ends at %s and is called %s', (begin, grain, end, text) => {
  expect(momentText(periodEnd(millisecondsOf(begin), grain), begin)).toBe(end)
  expect(periodText(begin, grain)).toBe(text)
})
