import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'
import { formatCount, formatCounted, formatDuration, formatShare, formatStatistic } from './format-numbers.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [34_816, '34 KiB'],
  [1_048_575, '1 MiB'],
  [1_170_000_000, '1.09 GiB'],
  [99.9 * 1024 ** 3, '99.9 GiB'],
  [99.97 * 1024 ** 3, '100 GiB'],
  [5 * 1024 ** 6, '5120 PiB'],
])('bytes %d', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test.each([
  [0, '0 ms'],
  [320.4, '320 ms'],
  [999.6, '1 s'],
  [8000, '8 s'],
  [59_600, '1 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '1 h'],
  [3_780_000, '1 h 3 min'],
  [3_599_999, '1 h'],
  [7_199_000, '2 h'],
  [90_000_000, '1 d 1 h'],
  [86_399_999, '1 d'],
])('duration %d ms', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text))

test.each([
  [0, '0 %'],
  [1, '100 %'],
  [0.0002, '< 0.1 %'],
  [0.9999, '> 99.9 %'],
  [0.04, '4 %'],
  [0.0428, '4.3 %'],
  [0.62, '62 %'],
  [0.995, '99.5 %'],
])('share %d', (share, text) => expect(formatShare(share)).toBe(text))

test.each([
  [0, '0'],
  [1234.56789, '1,234.57'],
  [12_345_678.9, '12,345,679'],
  [0.000_012_3, '1.2300e-5'],
  [1e15, '1.0000e15'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
])('statistic %d', (value, text) => expect(formatStatistic(value)).toBe(text))

test('where there is room, the quartiles of long ids keep their digits', () => {
  expect(formatStatistic(9_007_199_255_165_984, 1e18)).toBe('9,007,199,255,165,984')
})

test('counts are grouped and agree with their noun', () => {
  expect(formatCount(10_000_000)).toBe('10,000,000')
  expect(formatCounted(1, 'row')).toBe('1 row')
  expect(formatCounted(0, 'row')).toBe('0 rows')
  expect(formatCounted(2, 'query', 'queries')).toBe('2 queries')
})
