import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnProfile } from '../../shared/profile.ts'
import { buildProfile } from './build-profile.ts'

/** Facts of tables, texts and moments beside slow computations that follow docs/statistics.md word by word. */

const sqlOf = (value: unknown) => {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

test('candidate keys are those that a look at all rows finds', async () => {
  const table = fc
    .record({ rows: fc.integer({ min: 2, max: 60 }), first: fc.integer({ min: 2, max: 12 }), hole: fc.nat(80) })
    .chain(({ rows, first, hole }) =>
      fc.record({
        key: fc.constant(Array.from({ length: rows }, (_, row) => (row === hole ? null : `k${row * 7}`))),
        group: fc.constant(Array.from({ length: rows }, (_, row) => row % first)),
        step: fc.constant(Array.from({ length: rows }, (_, row) => Math.floor(row / first))),
        drawn: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: rows, maxLength: rows }),
      }),
    )
  await fc.assert(
    fc.asyncProperty(table, async (columns) => {
      const n = columns.key.length
      const names = ['key', 'group', 'step', 'drawn'] as const
      const rows = columns.key.map((_, row) => `(${names.map((name) => sqlOf(columns[name][row])).join(', ')})`)
      const profile = await buildProfile(
        `SELECT key::VARCHAR AS key, grp::BIGINT AS "group", step::INTEGER AS step, drawn::SMALLINT AS drawn
          FROM (VALUES ${rows}) t(key, grp, step, drawn)`,
      )
      const different = (of: readonly (typeof names)[number][]) =>
        new Set(columns.key.map((_, row) => JSON.stringify(of.map((name) => columns[name][row])))).size
      const whole = names.filter((name) => columns[name].every((value) => value !== null))
      const singles = whole.filter((name) => different([name]) === n)
      const rest = whole.filter((name) => !singles.includes(name) && different([name]) > 1)
      const pairs = rest
        .flatMap((x, at) => rest.slice(at + 1).map((y) => [x, y] as const))
        .filter((pair) => different(pair) === n)
      const repeats = ([x, y]: readonly [(typeof names)[number], (typeof names)[number]]) =>
        n ** 2 / 2 / (different([x]) * different([y]))
      const isAtTheEdge = pairs.some((pair) => Math.abs(repeats(pair) - 5) < 0.5)
      fc.pre(!isAtTheEdge)
      const expected =
        different(names) < n ? [] : [...singles.map((name) => [name]), ...pairs.filter((pair) => repeats(pair) >= 5)]
      expect(profile.candidate_keys.map(String).sort()).toEqual(expected.map(String).sort())
    }),
    { numRuns: 20 },
  )
})

const shapeOf = (text: string) => {
  const shapes = [...text].map((character) => {
    if (/\p{Lu}/u.test(character)) return 'A'
    if (/\p{Nd}/u.test(character)) return '9'
    return /\p{L}/u.test(character) ? 'a' : character
  })
  return shapes.length > 32 ? `${shapes.slice(0, 32).join('')}…` : shapes.join('')
}

test('patterns, padding and spellings are those of a look at each text', async () => {
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom('A', 'Z', 'b', 'ß', 'É', 'é', '7', '٣', '-', ' ', '.', '名', "'"),
      maxLength: 6,
    }),
    fc.constantFrom('Texas', 'texas ', 'TEXAS', 'Ｔexas', 'x'.repeat(40), '😀'.repeat(20), '😀'.repeat(33)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 60 }), async (texts) => {
      const { columns } = await buildProfile(
        `SELECT x::VARCHAR AS x FROM (VALUES ${texts.map((value) => `(${sqlOf(value)})`)}) t(x)`,
      )
      const profile = columns[0] as ColumnProfile
      const counts = new Map<string, number>()
      for (const shape of texts.map(shapeOf)) counts.set(shape, (counts.get(shape) ?? 0) + 1)
      const most = [...counts.values()].sort((a, b) => b - a).slice(0, 10)
      expect(profile.patterns.map(({ count }) => count)).toEqual(most)
      for (const { pattern, count } of profile.patterns) expect(counts.get(pattern)).toBe(count)
      expect(profile.padded_count).toBe(texts.filter((value) => value.trim() !== '' && value.trim() !== value).length)

      const plain = (value: string) => value.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ')
      const spellings = Map.groupBy(
        texts.filter((value) => value.trim() !== ''),
        plain,
      )
      const several = [...spellings.values()].filter((group) => new Set(group).size > 1)
      expect(profile.variants).toHaveLength(Math.min(10, several.length))
      const others = several.map((group) => {
        const times = [...Map.groupBy(group, (value) => value).values()].map(({ length }) => length)
        return group.length - Math.max(...times)
      })
      if (several.length <= 10) expect(profile.variants.map(({ count }) => count).sort()).toEqual(others.sort())
    }),
    { numRuns: 30 },
  )
})

const day = 86_400_000
const units = [
  ['day', day],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
] as const

test('granularity, gaps, weekdays and hours are those of a look at each moment', async () => {
  const moments = fc
    .record({
      unit: fc.constantFrom(...units.map(([, ms]) => ms)),
      start: fc.integer({ min: -20_000, max: 30_000 }),
      steps: fc.array(fc.constantFrom(1, 1, 1, 2, 5), { minLength: 1, maxLength: 30 }),
      times: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ unit, start, steps, times }) => {
      let at = start * day
      const different = [at, ...steps.map((step) => (at += step * unit))]
      return Array.from({ length: times }, () => different).flat()
    })
  await fc.assert(
    fc.asyncProperty(moments, async (drawn) => {
      const rows = drawn.map((moment) => `(${sqlOf(new Date(moment).toISOString().slice(0, -1))})`)
      const { columns } = await buildProfile(`SELECT t::TIMESTAMP AS t FROM (VALUES ${rows}) v(t)`)
      const profile = columns[0] as ColumnProfile
      const dates = drawn.map((moment) => new Date(moment))
      const isMonthly = dates.every((date) => date.getUTCDate() === 1 && date.getTime() % day === 0)
      const finest = units.find(([, ms]) => drawn.every((moment) => moment % ms === 0))
      const sorted = [...new Set(drawn)].sort((a, b) => a - b)
      const distances = sorted.slice(1).map((moment, index) => moment - (sorted[index] as number))
      const usual = [...Map.groupBy(distances, (distance) => distance).values()].sort(
        (a, b) => b.length - a.length || (a[0] as number) - (b[0] as number),
      )[0]
      const hasUsual = distances.length > 1 && usual !== undefined && usual.length * 2 >= distances.length
      fc.pre(!isMonthly)
      expect(profile.granularity).toBe(finest?.[0])
      expect(profile.gap_count).toBe(
        hasUsual ? distances.filter((distance) => distance > (usual[0] as number)).length : null,
      )
      expect(profile.weekday_counts).toEqual(
        [1, 2, 3, 4, 5, 6, 0].map((weekday) => dates.filter((date) => date.getUTCDay() === weekday).length),
      )
      expect(profile.hour_counts).toEqual(
        Array.from({ length: 24 }, (_, hour) => dates.filter((date) => date.getUTCHours() === hour).length),
      )
    }),
    { numRuns: 30 },
  )
})
