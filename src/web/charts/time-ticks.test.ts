import { describe, expect, it } from 'vitest'
import { millisecondsOf } from '../../shared/data-time.ts'
import { timeTicks } from './time-ticks.ts'

const labels = (low: string, high: string, count = 5) =>
  timeTicks(millisecondsOf(low), millisecondsOf(high), count).map(({ label }) => label)

it.each([
  ['2019-03-02', '2024-11-30', ['2020', '2021', '2022', '2023', '2024']],
  ['1900-01-01', '2024-01-01', ['1900', '1950', '2000']],
  ['2024-01-03', '2024-12-20', ['2024-04', '2024-07', '2024-10']],
  ['2024-01-03', '2024-03-20', ['2024-02', '2024-03']],
  ['2024-01-03', '2024-01-06', ['2024-01-03', '2024-01-04', '2024-01-05', '2024-01-06']],
  ['2024-01-03T00:00:00', '2024-01-03T23:00:00', ['00:00', '06:00', '12:00', '18:00']],
  ['08:00:00', '17:30:00', ['09:00', '12:00', '15:00']],
  ['2024-01-03T13:05:00', '2024-01-03T13:05:20', ['13:05:00', '13:05:05', '13:05:10', '13:05:15', '13:05:20']],
  ['0001-01-01', '9999-12-31', ['2000', '4000', '6000', '8000']],
])('from %s to %s', (low, high, expected) => {
  expect(labels(low, high)).toEqual(expected)
})

describe('a moment of a data value', () => {
  it('has no zone of its own', () => {
    expect(millisecondsOf('2024-01-31')).toBe(Date.UTC(2024, 0, 31))
    expect(millisecondsOf('2024-01-31T13:05:00')).toBe(Date.UTC(2024, 0, 31, 13, 5))
    expect(millisecondsOf('2024-01-31 13:05:00.25')).toBe(Date.UTC(2024, 0, 31, 13, 5, 0, 250))
    expect(millisecondsOf('2024-01-31T13:05:00Z')).toBe(Date.UTC(2024, 0, 31, 13, 5))
    expect(millisecondsOf('13:05:30')).toBe(47_130_000)
  })

  it('may be none', () => {
    expect(millisecondsOf('')).toBeNaN()
    expect(millisecondsOf('soon')).toBeNaN()
    expect(timeTicks(Number.NaN, 0)).toEqual([])
  })

  it('alone has one tick', () => {
    expect(labels('2024-01-31', '2024-01-31')).toEqual(['2024-01-31'])
  })
})
