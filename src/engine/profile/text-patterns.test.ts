import { expect, test } from 'vitest'
import { buildProfile } from './build-profile.ts'
import { patternOf } from './text-patterns.ts'

test.each([
  ['AB-1234', 'AA-9999'],
  ['Größe 7', 'Aaaaa 9'],
  ['', ''],
  ['٣x', '9a'],
  ['x'.repeat(40), `${'a'.repeat(32)}…`],
])('the shape of %s is %s', (text, pattern) => {
  expect(patternOf(text)).toBe(pattern)
})

test('spellings that differ in case and white space stand together', async () => {
  const { columns } = await buildProfile(
    `SELECT unnest(['Texas', 'Texas', 'texas ', 'TEXAS', 'Ohio', ' Utah', 'n/a', NULL]) AS state`,
  )
  expect(columns[0]).toMatchObject({
    padded_count: 2,
    text_sample: null,
    patterns: [
      { pattern: 'Aaaaa', count: 2 },
      { pattern: ' Aaaa', count: 1 },
      { pattern: 'AAAAA', count: 1 },
      { pattern: 'Aaaa', count: 1 },
      { pattern: 'a/a', count: 1 },
      { pattern: 'aaaaa ', count: 1 },
    ],
    variants: [
      {
        value: 'Texas',
        count: 2,
        spellings: [
          { value: 'TEXAS', count: 1 },
          { value: 'texas ', count: 1 },
        ],
      },
    ],
    sentinels: [{ value: 'n/a', count: 1 }],
  })
})

test.each([
  ['counted', 'r % 60_000'],
  ['hashed', 'r'],
])('of very many texts an even part is looked at, spellings together: %s', async (_, number) => {
  const sql = `SELECT CASE WHEN r % 2 = 0 THEN 'Item ' ELSE 'item ' END || ${number} // 2 AS name FROM range(250_000) t(r)`
  const { columns } = await buildProfile(sql)
  const { text_sample: sample, patterns = [], variants = [], distinct_count: distinct } = columns[0] ?? {}
  expect(sample?.of).toBe(distinct)
  expect(sample?.texts).toBeGreaterThan(10_000)
  expect(sample?.texts).toBeLessThan(25_000)
  expect(variants.length).toBe(10)
  expect(new Set(patterns.map(({ pattern }) => pattern)).has('Aaaa 9999')).toBe(true)
})

test('NA is no value, but among countries it is Namibia', async () => {
  const sentinels = async (name: string) =>
    (await buildProfile(`SELECT unnest(['DE', 'FR', 'NA', 'NA', 'BR']) AS ${name}`)).columns[0]?.sentinels
  expect(await sentinels('grade')).toEqual([{ value: 'NA', count: 2 }])
  expect(await sentinels('country')).toEqual([])
})

test.each([
  ['a state and its code', ['Texas', 'Texas', 'texas ', 'TX', 'Ohio'], [['Texas', 'TX', 'texas ']]],
  [
    'countries and theirs',
    ['FR', 'FR', 'France', 'Germany', 'DE', 'Italy'],
    [
      ['FR', 'France'],
      ['DE', 'Germany'],
    ],
  ],
  ['a code of two names', ['California', 'Canada', 'CA'], []],
  ['codes alone, names alone', ['TX', 'OH', 'Utah'], []],
  ['a word that is no code', ['Oregon', 'or', 'Indiana', 'in'], []],
])('%s', async (_, texts, groups) => {
  const { columns } = await buildProfile(`SELECT unnest(['${texts.join("', '")}']) AS place`)
  const variants = columns[0]?.variants ?? []
  expect(variants.map(({ value, spellings }) => [value, ...spellings.map((other) => other.value)])).toEqual(groups)
})
