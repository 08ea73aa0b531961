import { expect, it } from 'vitest'
import { buildColumnProfile } from '../web/profiles/build-column-profile.ts'
import { columnFacts } from './column-facts.ts'
import { statisticDefinitions } from './definitions/statistic-definitions.ts'
import { columnProfileSchema } from './profile.ts'

const shown = (profile: Parameters<typeof buildColumnProfile>[0]) =>
  Object.fromEntries(columnFacts(buildColumnProfile(profile)).map(({ name, shown }) => [name, shown]))

it('counts are grouped and carry their share, values of the data stand as they are stored', () => {
  const facts = shown({
    kind: 'numeric',
    count: 10_000,
    null_count: 400,
    distinct_count: 1234,
    min: 1990,
    max: '9007199254740993',
    mean: 2012.3456789,
    iqr: 30.5,
    quantiles: { p01: 1, p05: 2, p25: 10, p50: 20, p75: 40.5, p95: 80, p99: 90 },
    negative_count: 0,
    infinite_count: 0,
    nan_count: 3,
  })
  expect(facts).toMatchObject({
    value_count: '9,600',
    null_count: '400 · 4 %',
    distinct_count: '1,234',
    min: '1990',
    max: '9007199254740993',
    mean: '2,012.35',
    iqr: '30.5',
    negative_count: '0',
    nan_count: '3 · < 0.1 %',
  })
  expect(facts).not.toHaveProperty('infinite_count')
})

it('an estimate says that it is one', () => {
  expect(shown({ distinct_count: 812_345, distinct_is_exact: false }).distinct_count).toBe('≈ 812,345')
})

it('what does not exist is left out, also for a column of nothing but nulls', () => {
  expect(Object.keys(shown({ kind: 'text', count: 7, null_count: 7, distinct_count: 0 }))).toEqual([
    'value_count',
    'null_count',
    'distinct_count',
  ])
  expect(shown({ count: 0, null_count: 0 }).null_count).toBe('0')
})

it('an empty text is shown as one', () => {
  expect(shown({ kind: 'text', min: '', max: 'z' }).min).toBe('""')
})

it('the exact value is kept for copying', () => {
  const mean = columnFacts(buildColumnProfile({ mean: 0.1 + 0.2 })).find(({ name }) => name === 'mean')
  expect(mean).toEqual({ name: 'mean', shown: '0.3', exact: '0.30000000000000004' })
})

it('every field of a profile is a defined statistic, or one of these, which stand elsewhere', () => {
  const elsewhere = Object.keys(columnProfileSchema.shape).filter((name) => !(name in statisticDefinitions))
  expect(elsewhere.sort()).toEqual([
    'alerts',
    'box',
    'distinct_is_exact',
    'histogram_rule',
    'kind',
    'name',
    'quantiles',
    'semantic_evidence',
    'sql_type',
    'text_sample',
    'values_cut',
  ])
})
