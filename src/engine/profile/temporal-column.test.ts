import { expect, test } from 'vitest'
import type { ColumnProfile } from '../../shared/profile.ts'
import { buildProfile } from './build-profile.ts'

async function profileOf(values: readonly (string | null)[], sqlType: string): Promise<ColumnProfile> {
  const rows = values.map((value) => (value === null ? '(NULL)' : `('${value}')`))
  return (await buildProfile(`SELECT x::${sqlType} AS x FROM (VALUES ${rows}) t(x)`)).columns[0] as ColumnProfile
}

test('dates: extremes, median, top values, days as bins', async () => {
  const profile = await profileOf(['2024-02-28', '2024-03-01', null, '2024-02-28', '2024-02-29'], 'DATE')
  expect(profile).toMatchObject({
    null_count: 1,
    distinct_count: 3,
    min: '2024-02-28',
    max: '2024-03-01',
    median: '2024-02-28T12:00:00',
    histogram_rule: 'calendar',
    histogram: [
      { lower: '2024-02-28', upper: '2024-02-29', count: 2 },
      { lower: '2024-02-29', upper: '2024-03-01', count: 1 },
      { lower: '2024-03-01', upper: '2024-03-02', count: 1 },
    ],
  })
  expect(profile.top_values).toEqual([
    { value: '2024-02-28', count: 2 },
    { value: '2024-02-29', count: 1 },
    { value: '2024-03-01', count: 1 },
  ])
})

test.each([
  ['DATE', ['2023-12-15', '2024-12-31'], '2023-12-11', '2025-01-06', 56],
  ['DATE', ['2020-02-29', '2022-06-30'], '2020-02-01', '2022-07-01', 29],
  ['DATE', ['1999-05-05', '2024-05-05'], '1999-01-01', '2025-01-01', 26],
  ['DATE', ['0099-01-01', '9999-12-31'], '0000-01-01', '10000-01-01', 20],
  [
    'TIMESTAMP',
    ['2024-01-31 23:59:59.5', '2024-02-01 00:00:01'],
    '2024-01-31T23:59:59.5',
    '2024-02-01T00:00:01.05',
    31,
  ],
  ['TIMESTAMP', ['2024-01-31 22:10:00', '2024-02-01 09:00:00'], '2024-01-31T22:00:00', '2024-02-01T09:30:00', 23],
  ['TIME', ['00:00:01', '23:59:59'], '00:00:00', '24:00:00', 24],
  [
    'TIMESTAMP WITH TIME ZONE',
    ['1960-01-01 00:00:00+02', '1990-01-01'],
    '1959-01-01T00:00:00Z',
    '1991-01-01T00:00:00Z',
    32,
  ],
])('%s from %s: bins begin where the calendar does', async (type, values, first, last, bins) => {
  const { histogram } = await profileOf(values, type)
  expect([histogram[0]?.lower, histogram.at(-1)?.upper]).toEqual([first, last])
  if (bins <= 41) expect(histogram.length).toBe(bins)
  expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(2)
})

test('timestamps keep their microseconds, also far from now', async () => {
  const values = ['9999-12-31 23:59:59.999999', '2024-01-01 00:00:00.000001', '2024-01-01 00:00:00.000003']
  expect(await profileOf(values, 'TIMESTAMP')).toMatchObject({
    min: '2024-01-01T00:00:00.000001',
    max: '9999-12-31T23:59:59.999999',
    median: '2024-01-01T00:00:00.000003',
    distinct_count: 3,
  })
})

test('nanoseconds are kept', async () => {
  const values = ['2024-01-01 00:00:00.123456789', '2024-01-01 00:00:00.123456791', '2024-01-01 00:00:00.123456791']
  expect(await profileOf(values, 'TIMESTAMP_NS')).toMatchObject({
    min: '2024-01-01T00:00:00.123456789',
    max: '2024-01-01T00:00:00.123456791',
    distinct_count: 2,
  })
})

test('infinite dates are counted and left out of the rest', async () => {
  const profile = await profileOf(['infinity', '-infinity', 'infinity', '2024-01-01', null], 'DATE')
  expect(profile).toMatchObject({
    null_count: 1,
    infinite_count: 3,
    distinct_count: 3,
    min: '2024-01-01',
    max: '2024-01-01',
    top_values: [
      { value: 'infinity', count: 2 },
      { value: '-infinity', count: 1 },
      { value: '2024-01-01', count: 1 },
    ],
    histogram: [{ lower: '2024-01-01', upper: '2024-01-01', count: 1 }],
    histogram_rule: 'single_value',
  })
})

test('nulls alone have no statistic', async () => {
  expect(await profileOf([null], 'TIMESTAMP')).toMatchObject({
    min: null,
    median: null,
    distinct_count: 0,
    histogram: [],
  })
})
