import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildProfile } from './build-profile.ts'

test('duplicate rows agree with a count of the rows as text', async () => {
  const cell = fc.option(fc.constantFrom('a', 'b', ''), { nil: null })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 30 }),
      async (rows) => {
        const values = rows.map(
          (row) => `(${row.map((x) => (x === null ? 'NULL' : typeof x === 'number' ? x : `'${x}'`))})`,
        )
        const { duplicate_row_count } = await buildProfile(
          `SELECT a::VARCHAR AS a, b::VARCHAR AS b, c::DOUBLE AS c FROM (VALUES ${values}) t(a, b, c)`,
        )
        expect(duplicate_row_count).toBe(rows.length - new Set(rows.map((row) => JSON.stringify(row))).size)
      },
    ),
    { numRuns: 15 },
  )
})

test('duplicates of nested, zoned and odd values', async () => {
  const { duplicate_row_count } = await buildProfile(
    `SELECT [1, r % 2] AS list, {'a': NULL} AS struct, 'nan'::DOUBLE AS number, '\\x01'::BLOB AS bytes FROM range(6) t(r)`,
  )
  expect(duplicate_row_count).toBe(4)
})

test('keys: columns that are unique, then pairs that chance does not explain', async () => {
  const { candidate_keys } = await buildProfile(
    `SELECT r AS id, 'station ' || r % 20 AS station, DATE '2024-01-01' + (r // 20)::INTEGER AS day,
      r / 7.0::DOUBLE AS measure, r % 3 AS third FROM range(400) t(r)`,
  )
  expect(candidate_keys).toEqual([['id'], ['station', 'day']])
})

test('no keys: nulls, repeats, and pairs that are different by chance', async () => {
  const { candidate_keys } = await buildProfile(
    `SELECT nullif(r, 3) AS id, r % 2 AS half, hash(r) % 1009 AS big, hash(r + 5000) % 997 AS other
      FROM range(1200) t(r)`,
  )
  expect(candidate_keys).toEqual([])
})

test('empty columns are counted, and a key of an empty table is none', async () => {
  const { empty_column_count, candidate_keys } = await buildProfile(
    'SELECT NULL::INTEGER AS a, r AS b, NULL::VARCHAR AS c FROM range(3) t(r)',
  )
  expect(empty_column_count).toBe(2)
  expect(candidate_keys).toEqual([['b']])
  expect((await buildProfile('SELECT 1 AS a WHERE false')).candidate_keys).toEqual([])
})

test('50 columns of text and numbers stay below 100 KiB, and say what was left out', async () => {
  const columns = Array.from({ length: 50 }, (_, i) =>
    i % 2 ? `repeat(md5((r * ${i})::VARCHAR), 20) AS c${i}` : `sin(r * ${i + 1}) * 1e6 AS c${i}`,
  )
  const profile = await buildProfile(`SELECT ${columns} FROM range(500) t(r)`)
  expect(JSON.stringify(profile).length).toBeLessThan(100 * 1024)
  expect(profile.truncated).not.toBeNull()
  for (const { histogram, count } of profile.columns.filter(({ kind }) => kind === 'numeric')) {
    expect(histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(count)
    expect(histogram.slice(1).map(({ lower }) => lower)).toEqual(histogram.slice(0, -1).map(({ upper }) => upper))
  }
  expect((await buildProfile('SELECT 1 AS a')).truncated).toBeNull()
})
