import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { recommendedChartsSchema } from '../../shared/charts.ts'
import { buildProfile } from '../profile/build-profile.ts'
import { answerChart } from './answer-chart.ts'
import { recommendation } from './chart-score.ts'
import { recommendCharts } from './recommend-charts.ts'

const visits = `SELECT r AS visit_id, (['HAM', 'RTM', 'ANR', 'OSL'])[1 + (hash(r) % 7 % 4)::INTEGER] AS port, uuid() AS token,
  DATE '2024-01-01' + (r // 4)::INTEGER AS arrived, 100 + (hash(r * 3) % 900)::INTEGER AS tonnes,
  3 * (100 + (hash(r * 3) % 900)) + (hash(r * 5) % 50)::INTEGER AS fee, 'EUR' AS currency, r % 5 = 0 AS late,
  'Name ' || r AS captain, NULL AS remarks, [r] AS parts, TIME '08:00' AS shift FROM range(400) t(r)`

test('of an ordinary table: different charts, the best first, each of which can be drawn', async () => {
  const profile = await buildProfile(visits)
  const charts = recommendCharts(profile)
  recommendedChartsSchema.parse({ items: charts })
  expect(recommendCharts(profile)).toEqual(charts)
  expect(profile.recommended_charts).toEqual(charts)
  const shown = charts.map(({ spec }) => JSON.stringify(spec))
  expect(new Set(shown).size).toBe(charts.length)
  expect(shown.join()).not.toMatch(/visit_id|token|currency|captain|remarks|parts|shift/)
  expect(new Set(charts.slice(0, 5).map(({ spec }) => spec.mark)).size).toBeGreaterThanOrEqual(3)
  charts.forEach(({ score, because }, index) => {
    expect(score).toBeGreaterThan(0)
    expect(score).toBeLessThanOrEqual(charts[index - 1]?.score ?? 1)
    expect(because).toMatch(/^\S.*\.$/)
  })
  const points = charts.find(({ spec }) => spec.mark === 'point')
  expect(points).toMatchObject({ spec: { x: 'tonnes', y: 'fee' }, because: expect.stringContaining('rise together') })
  const table = await openTestTable(visits)
  for (const { spec } of charts) expect((await answerChart(table, { spec })).rows.length).toBeGreaterThan(0)
})

test.each([
  ['no rows', "SELECT 1 AS a, DATE '2024-01-01' AS b FROM range(0)", []],
  ['one value', "SELECT 'x' AS a, 1 AS b FROM range(9)", []],
  ['identifiers alone', 'SELECT uuid() AS a, r AS id FROM range(50) t(r)', []],
  ['one column of numbers', 'SELECT (r * r) % 17 AS a FROM range(90) t(r)', ['histogram']],
  ['one column of texts', "SELECT 'x' || r % 3 AS a FROM range(90) t(r)", ['bar']],
  [
    'no numbers',
    "SELECT 'x' || r % 3 AS a, DATE '2024-01-01' + (r % 40)::INTEGER AS b FROM range(90) t(r)",
    ['bar', 'line'],
  ],
])('%s', async (_, sql, marks) => {
  const charts = recommendCharts(await buildProfile(sql))
  expect(charts.map(({ spec }) => spec.mark).sort()).toEqual(marks)
})

test('how often a flag holds is no reason to stand first, and nobody is shown the mean of a latitude', async () => {
  const table = `SELECT DATE '2024-01-01' + r::INTEGER AS day, r % 90 = 0 AS holiday, 50 + (r * 7 % 90) / 10.0 AS latitude,
    (r * r) % 101 AS tonnes, 'P' || r % 5 AS port FROM range(360) t(r)`
  const charts = recommendCharts(await buildProfile(table))
  expect(charts[0]).toMatchObject({ spec: { mark: 'line', y: 'tonnes' } })
  expect(charts.find(({ spec }) => spec.x === 'holiday' && spec.aggregate === 'count')?.score).toBeLessThan(0.6)
  expect(JSON.stringify(charts)).not.toContain('latitude')
})

test('a thousand columns are looked at in part, and quickly', async () => {
  const { columns, ...profile } = await buildProfile('SELECT (r * r) % 17 AS a, r % 3 = 0 AS b FROM range(90) t(r)')
  const many = Array.from({ length: 500 }, (_, index) =>
    columns.map((column) => ({ ...column, name: `${column.name}${index}` })),
  )
  const charts = recommendCharts({ ...profile, columns: many.flat() })
  expect(charts).toHaveLength(recommendation.most_charts)
  expect(JSON.stringify(charts)).not.toContain('a499')
})

test('docs/charts.md names every number that the score rests on', async () => {
  const page = await readFile(new URL('../../../docs/charts.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(recommendation)) expect(page).toContain(`| \`${name}\` | ${value} |`)
})
