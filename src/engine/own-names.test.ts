import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestTable } from '../../test/open-test-table.ts'
import { compareTables } from './compare/compare-tables.ts'
import { buildProfile } from './profile/build-profile.ts'
import { quoteName } from './sql-text.ts'
import { answerStatistics } from './statistics/answer-statistics.ts'
import type { StatisticsQuestion } from './statistics/statistics-question.ts'

/** The names that SQL of the engine gives to what it computes. */
const names = [
  ...new Set(
    readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) => [...readFileSync(join(import.meta.dirname, path), 'utf8').matchAll(/\bAS "?([a-z_]+)\b/g)])
      .map(([, name = '']) => name),
  ),
].sort()

const values = [
  (index: number) => `'text ' || (i * ${index + 3} % 7)`,
  (index: number) => `(i * ${index + 3} % 50)::INTEGER`,
  (index: number) => `(i * ${index + 3} % 50) / 8.0`,
  (index: number) => `DATE '2024-01-01' + (i * ${index + 3} % 90)::INTEGER`,
  (index: number) => `i * ${index + 3} % 2 = 0`,
]
/** The values of a column depend on its place, so that every name comes to hold every kind once. */
const select = (shift: number, nameOf: (name: string, index: number) => string, last = 120) =>
  `SELECT ${names.map((name, index) => `${values[(index + shift) % values.length]?.(index)} AS ${quoteName(nameOf(name, index))}`)}
    FROM (FROM range(${last}) t(i) UNION ALL SELECT 1)`

test('there are such names', () => {
  expect(names).toEqual(expect.arrayContaining(['h', 'n', 'place', 'v']))
})

test.each([...values.keys()])(
  'columns named as the engine names its own are columns like others (%i)',
  async (shift) => {
    const own = select(shift, (name) => name)
    const neutral = select(shift, (_, index) => `column ${index}`)
    const facts = async (sql: string) => {
      const { columns, duplicate_row_count, candidate_keys } = await buildProfile(sql)
      return { duplicate_row_count, candidate_keys, columns: columns.map(({ name: _, alerts: __, ...rest }) => rest) }
    }
    const [found, wanted] = [await facts(own), await facts(neutral)]
    expect(found).toEqual({ ...wanted, candidate_keys: found.candidate_keys })
    expect(found.duplicate_row_count).toBe(1)

    const [table, plain] = [await openTestTable(own), await openTestTable(neutral)]
    const [tableOfOthers, plainOthers] = [
      await openTestTable(select(shift, (name) => name, 60)),
      await openTestTable(select(shift, (_, index) => `column ${index}`, 60)),
    ]
    const drift = async (one: typeof table, reference: typeof table) =>
      (await compareTables({ table: one, reference })).drift
        .map(({ name: _, with_name: __, ...rest }) => JSON.stringify(rest))
        .sort()
    expect(await drift(table, tableOfOthers)).toEqual(await drift(plain, plainOthers))
    const questions = [
      { about: 'outliers', method: 'iqr', threshold: 1.5, offset: 0, limit: 10 },
      { about: 'trends', grain: 'auto' },
      { about: 'correlations', method: 'auto' },
    ] as const
    for (const question of questions) {
      const asked = { ...question, tableFile: '' } as StatisticsQuestion
      await expect(answerStatistics(table, asked, { open: async () => table })).resolves.toBeDefined()
    }
  },
)
