import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnProfile } from '../../shared/profile.ts'
import { buildProfile } from './build-profile.ts'
import { oracleTop } from './oracle.ts'

async function profileOf(values: readonly (string | null)[]): Promise<ColumnProfile> {
  const rows = values.map((value) => (value === null ? '(NULL)' : `('${value.replaceAll("'", "''")}')`))
  return (await buildProfile(`SELECT x::VARCHAR AS x FROM (VALUES ${rows}) t(x)`)).columns[0] as ColumnProfile
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

test('agrees with the oracle on generated texts', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }).filter((value) => !value.includes('\0')),
    fc.constantFrom('', ' ', '\t \n', '\u2003', 'DE', 'de', 'Ünal', '👍🏽', "it's"),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text, { freq: 6 }), { minLength: 1, maxLength: 50 }), async (drawn) => {
      const values = drawn.filter((value) => value !== null)
      const lengths = values.map((value) => [...value].length).sort((a, b) => a - b)
      const middle = [lengths[(lengths.length - 1) >> 1], lengths[lengths.length >> 1]] as [number, number]
      const profile = await profileOf(drawn)
      expect(profile).toMatchObject({
        count: drawn.length,
        null_count: drawn.length - values.length,
        distinct_count: new Set(values).size,
        min: values.toSorted(byBytes)[0] ?? null,
        max: values.toSorted(byBytes).at(-1) ?? null,
        min_length: lengths[0] ?? null,
        max_length: lengths.at(-1) ?? null,
        median_length: values.length > 0 ? (middle[0] + middle[1]) / 2 : null,
        empty_count: values.filter((value) => value === '').length,
        blank_count: values.filter((value) => value !== '' && /^\s*$/.test(value)).length,
        top_values: oracleTop(values, byBytes),
        values_cut: false,
      })
      const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length
      if (values.length > 0) expect(profile.mean_length).toBeCloseTo(mean, 12)
    }),
    { numRuns: 30 },
  )
})

test('shows the first 256 characters of a longer text and says so', async () => {
  const long = '😀'.repeat(300)
  const profile = await profileOf([long, 'a', 'a'])
  const shown = '😀'.repeat(256)
  expect(profile).toMatchObject({ max: shown, max_length: 300, values_cut: true, distinct_count: 2 })
  expect(profile.top_values).toEqual([
    { value: 'a', count: 2 },
    { value: shown, count: 1 },
  ])
  expect(await profileOf(['😀'.repeat(256)])).toMatchObject({ max_length: 256, values_cut: false })
})
