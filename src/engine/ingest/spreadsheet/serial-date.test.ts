import fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationTime, serialTime } from './serial-date.ts'

test.each([
  [1, 'date', '1900-01-01'],
  [59, 'date', '1900-02-28'],
  [60, 'text', '1900-02-29'],
  [61, 'date', '1900-03-01'],
  [25_569, 'date', '1970-01-01'],
  [45_351, 'date', '2024-02-29'],
  [2_958_465, 'date', '9999-12-31'],
  [0, 'text', '1900-01-00'],
  [45_351.5, 'datetime', '2024-02-29T12:00:00'],
  [45_351.999_999_999_9, 'date', '2024-03-01'],
  [0.25, 'time', '06:00:00'],
])('in the epoch of 1900, day %d is the %s %s', (serial, kind, text) => {
  expect(serialTime(serial, 1900, true)).toEqual({ kind, text })
})

test.each([
  [0, 'date', '1904-01-01'],
  [1, 'date', '1904-01-02'],
  [43_889, 'date', '2024-02-29'],
  [2_957_003, 'date', '9999-12-31'],
])('in the epoch of 1904, day %d is the %s %s', (serial, kind, text) => {
  expect(serialTime(serial, 1904, true)).toEqual({ kind, text })
})

test('what no date can be stays a number', () => {
  for (const serial of [-1, 2_958_466, 1e300, Number.POSITIVE_INFINITY, Number.NaN]) {
    expect(serialTime(serial, 1900, true)).toBeUndefined()
  }
  expect(serialTime(2_957_004, 1904, true)).toBeUndefined()
})

test('with a format that shows the time, midnight has one, and day 0 is the time alone', () => {
  expect(serialTime(45_351, 1900, false)).toEqual({ kind: 'datetime', text: '2024-02-29T00:00:00' })
  expect(serialTime(0, 1900, false)).toEqual({ kind: 'time', text: '00:00:00' })
  expect(serialTime(60.5, 1900, false)).toEqual({ kind: 'text', text: '1900-02-29 12:00:00' })
})

test.each([
  [1.5, 'duration', '36:00:00'],
  [0.5, 'time', '12:00:00'],
  [-0.5, 'duration', '-12:00:00'],
  [100 + 1 / 86_400, 'duration', '2400:00:01'],
])('%d days take %s %s', (days, kind, text) => {
  expect(durationTime(days)).toEqual({ kind, text })
})

test('every millisecond that a double can tell is read back', () => {
  const from = Date.UTC(1900, 2, 1)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) - from }), (offset) => {
      const ms = from + offset
      const iso = new Date(ms)
        .toISOString()
        .slice(0, 23)
        .replace(/\.000$/, '')
      expect(serialTime(ms / 86_400_000 + 25_569, 1900, false)).toEqual({ kind: 'datetime', text: iso })
    }),
    { numRuns: 2000 },
  )
})
