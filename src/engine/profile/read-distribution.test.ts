import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openDuckDb } from '../duckdb.ts'
import { momentsOf } from './moments.ts'
import { plainLine } from './number-line.ts'
import { medianDistance, quantilesOf } from './order-statistics.ts'
import { readDistribution } from './read-distribution.ts'
import { tallyPlaces } from './tally-places.ts'
import { readTextFacts } from './text-facts.ts'

const tempDir = await mkdtemp(join(tmpdir(), 'distribution-'))
const duckDb = await openDuckDb({ threads: 2, memoryLimitBytes: 1e9, tempDir })
afterAll(async () => {
  duckDb.close()
  await rm(tempDir, { recursive: true })
})

const now = new Date()

const ways = {
  sorted: { isVaried: true, mostInMemory: 1e6 },
  counted: { isVaried: false, mostInMemory: 1e6 },
  'counted, then kept on disk': { isVaried: false, mostInMemory: 1 },
  'kept on disk': { isVaried: true, mostInMemory: 0 },
}

test('numbers give the same answers in whatever way they are read', async () => {
  const number = fc.oneof(fc.integer({ min: -5, max: 5 }).map(String), fc.double().map(String), fc.constant(null))
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 50 }), async (values) => {
      const rows = values.map((value) => (value === null ? '(NULL)' : `('${value}')`))
      const from = `(SELECT x::DOUBLE AS x FROM (VALUES ${rows}) t(x))`
      const answers = []
      for (const { isVaried, mostInMemory } of Object.values(ways)) {
        const source = {
          from,
          value: 'x',
          place: 'v::DOUBLE',
          wholePlace: 'v::DOUBLE',
          toPlaces: (places: Float64Array) => places,
        }
        const read = await readDistribution(
          { ...source, isVaried, rowCount: values.length },
          { connection: duckDb, mostInMemory, now, signal: undefined },
        )
        const { distribution, specials } = read
        const { total, distinct } = distribution
        if (total === 0) {
          answers.push({ specials, total, distinct })
          continue
        }
        const quantiles = await quantilesOf(distribution, [0, 0.1, 0.5, 0.99, 1])
        const tally = await tallyPlaces(distribution, plainLine)
        const distance = await medianDistance(distribution, quantiles[2] as number)
        answers.push({
          specials,
          total,
          distinct,
          quantiles,
          tally,
          distance,
          moments: await momentsOf(distribution, tally),
        })
      }
      for (const answer of answers) expect(answer).toEqual(answers[0])
    }),
    { numRuns: 40 },
  )
})

test('texts give the same answers whether counted one by one, in groups or by hash', async () => {
  const text = fc.oneof(
    fc.constantFrom('a', 'b', '', ' ', '\t\u00a0', 'é', '😀', 'Z'.repeat(300)),
    fc.string({ unit: 'grapheme', maxLength: 5 }).filter((x) => !x.includes('\0')),
    fc.constant(null),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (values) => {
      const rows = values.map((value) => (value === null ? '(NULL)' : `('${value.replaceAll("'", "''")}')`))
      const column = {
        ...{ name: 'x', sqlType: 'VARCHAR', kind: 'text' as const, value: 'x', nullCount: 0, rowCount: values.length },
        from: `(SELECT x::VARCHAR AS x FROM (VALUES ${rows}) t(x))`,
      }
      const work = { connection: duckDb, mostInMemory: 1e6, now, signal: undefined }
      const few = await readTextFacts({ ...column, isVaried: false }, work)
      const rowCount = 20_001
      expect(await readTextFacts({ ...column, rowCount, isVaried: false }, work)).toEqual(few)
      expect(await readTextFacts({ ...column, rowCount, isVaried: true }, work)).toEqual(few)
    }),
    { numRuns: 40 },
  )
})
