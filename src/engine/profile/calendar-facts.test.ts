import { expect, test } from 'vitest'
import { buildProfile } from './build-profile.ts'

const profileOf = async (sql: string) => (await buildProfile(sql, { now: new Date('2024-06-01T12:00:00Z') })).columns[0]

test.each([
  [`TIMESTAMP '2020-01-01' + to_years(r::INTEGER)`, 'year'],
  [`DATE '2020-03-01' + to_months(r::INTEGER)`, 'month'],
  [`DATE '2020-03-02' + r::INTEGER`, 'day'],
  [`TIMESTAMP '2020-01-01 05:00:00' + to_hours(r)`, 'hour'],
  [`TIMESTAMP '2020-01-01 05:30:00' + to_hours(r)`, 'minute'],
  [`TIMESTAMP '2020-01-01 05:30:07' + to_hours(r)`, 'second'],
  [`TIMESTAMP '2020-01-01 05:30:07.25' + to_hours(r)`, 'millisecond'],
  [`TIMESTAMP '2020-01-01 05:30:07.250001' + to_hours(r)`, 'microsecond'],
  [`(TIMESTAMP_NS '2020-01-01 05:30:07.250000001')`, 'nanosecond'],
  [`TIME '05:30:00' + to_hours(r)`, 'minute'],
])('%s needs the %s', async (expression, granularity) => {
  expect(await profileOf(`SELECT ${expression} AS t FROM range(5) t(r)`)).toMatchObject({ granularity })
})

test.each([
  ['every day', `SELECT DATE '2024-01-01' + r::INTEGER FROM range(30) t(r)`, 0],
  ['two days left out', `SELECT DATE '2024-01-01' + r::INTEGER FROM range(30) t(r) WHERE r NOT IN (4, 5)`, 1],
  ['months, however long', `SELECT DATE '2023-01-01' + to_months(r::INTEGER) FROM range(14) t(r)`, 0],
  ['a month left out', `SELECT DATE '2023-01-01' + to_months(r::INTEGER) FROM range(14) t(r) WHERE r <> 3`, 1],
  ['nothing regular', `SELECT DATE '2023-01-01' + (r * r)::INTEGER FROM range(14) t(r)`, null],
  ['two moments', `SELECT DATE '2023-01-01' + r::INTEGER FROM range(2) t(r)`, null],
])('gaps: %s', async (_, sql, gaps) => {
  expect((await profileOf(sql))?.gap_count).toBe(gaps)
})

test('weekdays from Monday, hours from midnight, and what is to come', async () => {
  const profile = await profileOf(
    `SELECT unnest(['2024-01-01 00:00', '2024-01-01 23:59:59', '2024-01-07 12:00', '1969-12-28 01:00', '2024-06-01 12:00:01', NULL])::TIMESTAMP AS t`,
  )
  expect(profile).toMatchObject({ weekday_counts: [2, 0, 0, 0, 0, 1, 2], future_count: 1 })
  expect(profile?.hour_counts).toHaveLength(24)
  expect(profile?.hour_counts).toMatchObject({ 0: 1, 1: 1, 12: 2, 23: 1 })
  expect(await profileOf(`SELECT DATE '2024-06-01' + r::INTEGER AS t FROM range(3) t(r)`)).toMatchObject({
    hour_counts: null,
    future_count: 2,
  })
  expect(await profileOf(`SELECT TIME '05:30:00' AS t`)).toMatchObject({ weekday_counts: null, future_count: null })
})

test('days that stand for no date at all', async () => {
  const sql = (day: string, times: number) =>
    `SELECT TIMESTAMP '2024-01-01' + to_hours(r) AS t FROM range(100) t(r)
      UNION ALL SELECT TIMESTAMP '${day}' FROM range(${times})`
  expect((await profileOf(sql('9999-12-31', 3)))?.sentinels).toEqual([{ value: '9999-12-31', count: 3 }])
  expect((await profileOf(sql('1900-01-01', 2)))?.sentinels).toEqual([{ value: '1900-01-01', count: 2 }])
  expect((await profileOf(sql('1900-01-01', 1)))?.sentinels).toEqual([])
  const century = `SELECT DATE '1880-01-01' + (r * 100)::INTEGER AS t FROM range(400) t(r) UNION ALL SELECT DATE '1900-01-01' FROM range(3)`
  expect((await profileOf(century))?.sentinels).toEqual([])
})
