import { expect, test } from 'vitest'
import { profileSchema } from '../../shared/profile.ts'
import { buildProfile } from './build-profile.ts'

test('profiles a column of every kind as the schema says', async () => {
  const profile = await buildProfile(`SELECT i::INTEGER AS whole, (i * 0.01)::DECIMAL(10,2) AS price, i / 7.0 AS ratio,
    CASE WHEN i % 3 <> 0 THEN 'code ' || i % 5 END AS code, DATE '2024-01-01' + i::INTEGER AS day,
    TIMESTAMP '2024-01-01' + to_seconds(i * 977) AS moment, TIME '00:00' + to_seconds(i * 77) AS clock,
    i % 2 = 0 AS flag, [i, i] AS list, {'a': i} AS struct, 'x'::BLOB AS bytes, uuid() AS id FROM range(100) t(i)`)
  profileSchema.omit({ dataset_id: true, version: true }).parse(profile)
  expect(profile.columns.map(({ kind }) => kind)).toEqual([
    ...['numeric', 'numeric', 'numeric', 'text', 'temporal', 'temporal', 'temporal'],
    ...['boolean', 'nested', 'nested', 'unsupported', 'text'],
  ])
  expect(profile).toMatchObject({ row_count: 100, column_count: 12, null_cell_count: 34, partial: null })
  expect(profile.columns[0]).toMatchObject({
    min: 0,
    max: 99,
    mean: 49.5,
    sum: 4950,
    median: 49.5,
    distinct_count: 100,
  })
})
