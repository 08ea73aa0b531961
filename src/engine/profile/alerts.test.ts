import { describe, expect, test } from 'vitest'
import { type AlertCode, alertCodes, alertSchema } from '../../shared/alert.ts'
import { buildProfile } from './build-profile.ts'

const now = new Date('2024-06-01T12:00:00Z')
const alertsOf = async (sql: string) => (await buildProfile(sql, { now })).alerts

/** For each code: a table that raises it, and a near miss that does not. */
const cases: Record<AlertCode, [raises: string, misses: string]> = {
  constant: ['SELECT 7 AS x FROM range(5)', 'SELECT r // 4 AS x FROM range(5) t(r)'],
  all_null: ['SELECT NULL::INTEGER AS x FROM range(3)', 'SELECT nullif(r, 0) AS x FROM range(2) t(r)'],
  high_null_share: [
    'SELECT CASE WHEN r < 5 THEN r END AS x FROM range(10) t(r)',
    'SELECT CASE WHEN r < 6 THEN r END AS x FROM range(10) t(r)',
  ],
  unique: ['SELECT r * 3 AS x FROM range(10) t(r)', 'SELECT r * 3 AS x FROM range(9) t(r)'],
  high_cardinality: [
    `SELECT 'word ' || r % 50 AS x FROM range(100) t(r)`,
    `SELECT 'word ' || r % 49 AS x FROM range(100) t(r)`,
  ],
  imbalance: ['SELECT r = 0 AS x FROM range(20) t(r)', 'SELECT r < 2 AS x FROM range(21) t(r)'],
  skewed: ['SELECT exp(r / 5.0) AS x FROM range(100) t(r)', 'SELECT exp(r / 50.0) AS x FROM range(100) t(r)'],
  infinite: [`SELECT unnest(['1', '2', 'inf', 'nan'])::DOUBLE AS x`, 'SELECT unnest([1, 2, 1.7e308]::DOUBLE[]) AS x'],
  duplicate_rows: [
    'SELECT r % 4 AS x, r % 2 AS y, 1 AS z FROM range(5) t(r)',
    'SELECT r % 4 AS x, r // 4 AS y, 1 AS z FROM range(5) t(r)',
  ],
  near_duplicates: [
    `SELECT unnest(['Texas', 'texas ', 'Ohio']) AS x`,
    `SELECT unnest(['Texas', 'Texan', 'Ohio']) AS x`,
  ],
  mixed_formats: [
    `SELECT CASE WHEN r % 4 = 0 THEN '040-' || 1000 + r ELSE '040/' || 1000 + r END AS x FROM range(40) t(r)`,
    `SELECT '040-' || 1000 + r * 500 AS x FROM range(40) t(r)`,
  ],
  sentinel: [
    'SELECT CASE WHEN r % 10 = 0 THEN -999 ELSE r END AS x FROM range(100) t(r)',
    'SELECT CASE WHEN r = 0 THEN -999 ELSE r END AS x FROM range(100) t(r)',
  ],
  future_dates: [
    `SELECT DATE '2024-05-01' + r::INTEGER AS x FROM range(40) t(r)`,
    `SELECT DATE '2024-05-01' + r::INTEGER AS x FROM range(32) t(r)`,
  ],
  correlated: [
    'SELECT r * 1.5 AS x, r * 3 + hash(r) % 5 AS y FROM range(50) t(r)',
    'SELECT r * 1.5 AS x, r + hash(r) % 50 AS y FROM range(50) t(r)',
  ],
  personal_data: [
    `SELECT 'a' || r || '@example.org' AS x FROM range(3) t(r)`,
    `SELECT 'a' || r || ' at example.org' AS x FROM range(3) t(r)`,
  ],
  encoding_damage: [`SELECT unnest(['KÃ¶ln', 'Bonn']) AS x`, `SELECT unnest(['Köln', 'SÃO PAULO']) AS x`],
}

test.each(alertCodes)('%s is raised, and by a near miss it is not', async (code) => {
  const [raises, misses] = cases[code]
  const raised = (await alertsOf(raises)).find((alert) => alert.code === code)
  expect(alertSchema.parse(raised)).toEqual(raised)
  expect(raised?.message).toMatch(/\.$/)
  expect((await alertsOf(misses)).map((alert) => alert.code)).not.toContain(code)
})

describe('an alert says', () => {
  test('which rows are concerned and how to mend them', async () => {
    const [alert] = await alertsOf(cases.sentinel[0])
    expect(alert).toEqual({
      code: 'sentinel',
      severity: 'warning',
      columns: ['x'],
      message: '"x" says -999 in 10 rows, which probably means that there is no value.',
      evidence: { values: '-999' },
      threshold: 2,
      row_count: 10,
      filter: { column: 'x', op: 'in', value: [-999] },
      fix: { label: 'Make them null', steps: [{ op: 'null_where', column: 'x', values: [-999] }] },
    })
  })

  test('how the spellings become one', async () => {
    const [alert] = await alertsOf(`SELECT unnest(['Texas', 'Texas', 'texas ', 'TEXAS']) AS x`)
    expect(alert?.fix?.steps).toEqual([{ op: 'replace', column: 'x', from: ['TEXAS', 'texas '], to: 'Texas' }])
    expect(alert?.row_count).toBe(2)
  })
})

test('what more than three columns raise is one alert, and the columns know their own', async () => {
  const profile = await buildProfile('SELECT NULL AS a, NULL AS b, NULL AS c, NULL AS d, r AS e FROM range(5) t(r)')
  expect(profile.alerts).toHaveLength(1)
  expect(profile.alerts[0]).toMatchObject({ code: 'all_null', columns: ['a', 'b', 'c', 'd'] })
  expect(profile.alerts[0]?.fix?.steps).toHaveLength(4)
  expect(profile.columns.map(({ alerts }) => alerts)).toEqual([
    ['all_null'],
    ['all_null'],
    ['all_null'],
    ['all_null'],
    [],
  ])
})

test('warnings come first, and noise raises nothing', async () => {
  const alerts = await alertsOf(`SELECT 1 AS one, CASE WHEN r % 10 = 0 THEN -999 ELSE r END AS x FROM range(100) t(r)`)
  expect(alerts.map(({ severity }) => severity)).toEqual(['warning', 'note', 'note'])
  const columns = Array.from({ length: 20 }, (_, i) => `(hash(r * 20 + ${i}) % 1000003)::DOUBLE / 7 AS c${i}`)
  expect(await alertsOf(`SELECT ${columns} FROM range(500) t(r)`)).toEqual([])
})
