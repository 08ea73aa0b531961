import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DuckDb, openDuckDb } from '../duckdb.ts'
import { buildProfile } from './build-profile.ts'
import { RowsApart } from './rows-apart.ts'

let tempDir: string
let duckDb: DuckDb

beforeAll(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'together-'))
  duckDb = await openDuckDb({ threads: 2, memoryLimitBytes: 1e8, tempDir })
})

afterAll(async () => {
  duckDb.close()
  await rm(tempDir, { recursive: true })
})

const columns = {
  whole: `(hash(r) % 50)::INTEGER`,
  large: `9007199254740993 + r`,
  wide: `CASE r WHEN 1 THEN 170141183460469231731687303715884105727 ELSE -r END::HUGEINT`,
  price: `(r / 8)::DECIMAL(12,3)`,
  float: `CASE r % 7 WHEN 0 THEN 'nan'::DOUBLE WHEN 1 THEN 'inf'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE WHEN 3 THEN -0.0 ELSE sqrt(r) END`,
  nothing: `NULL::DOUBLE`,
  truth: `r % 3 = 0`,
  day: `CASE r WHEN 5 THEN DATE 'infinity' ELSE DATE '2020-01-01' + r::INTEGER END`,
  moment: `TIMESTAMP '2020-01-01' + r * INTERVAL 1 MINUTE`,
  clock: `TIME '00:00' + r * INTERVAL 1 MINUTE`,
  code: `'code ' || r % 9`,
  spaced: `[' ', '', 'Ä', 'ä ', chr(160)][1 + r % 5]`,
  long: `repeat('é', 100 + r::INTEGER)`,
  list: `[r, r + 1]`,
}

test('columns read beside each other have the profiles of columns read alone', async () => {
  const selected = Object.entries(columns).map(([name, sql]) => `CASE WHEN r % 11 > 0 THEN ${sql} END AS ${name}`)
  const together = await buildProfile(`SELECT ${selected} FROM range(400) t(r)`)
  expect(together.columns).toHaveLength(selected.length)
  for (const [index, sql] of selected.entries()) {
    const alone = await buildProfile(`SELECT ${sql} FROM range(400) t(r)`)
    expect({ ...together.columns[index], alerts: [] }).toEqual({ ...alone.columns[0], alerts: [] })
  }
})

test('rows are told apart by columns that pass by in parts', async () => {
  await duckDb.query(`CREATE TABLE parts AS SELECT r % 2 AS a, NULL AS b, (r // 2) % 2 AS c FROM range(4) t(r)`)
  const apart = new RowsApart(4)
  await apart.add('parts', [{ name: 'a' }, { name: 'b' }], duckDb, undefined)
  expect(apart.areAllDifferent).toBe(false)
  await apart.add('parts', [{ name: 'c' }], duckDb, undefined)
  expect(apart.areAllDifferent).toBe(true)
})
