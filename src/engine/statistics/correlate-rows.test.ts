import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { answerCorrelations } from './answer-correlations.ts'
import { pearson } from './association.ts'
import { correlateRows } from './correlate-rows.ts'
import { PairMoments } from './pair-moments.ts'
import { createProductBlock, rowsPerBlock } from './product-block.ts'
import { completePairs } from './read-numbers.ts'

test.each([1, 2, 3, 4, 5, 9])('the products of %i columns, of all rows and of a few', (columnCount) => {
  const numberAt = (column: number, row: number) => ((row * (column + 3)) % 17) - 8
  const block = createProductBlock(columnCount)
  for (const rowCount of [rowsPerBlock, 1, 2, 257, 0]) {
    for (const [x, column] of block.columns.entries()) {
      for (let row = 0; row < rowCount; row++) column[row] = numberAt(x, row)
    }
    block.clear()
    block.multiply(rowCount)
    for (let x = 0; x < columnCount; x++) {
      for (let y = 0; y < columnCount; y++) {
        let sum = 0
        for (let row = 0; row < rowCount; row++) sum += numberAt(x, row) * numberAt(y, row)
        expect(block.product(x, y)).toBe(sum)
      }
    }
  }
})

const cell = fc.oneof(
  fc.constant(Number.NaN),
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -1e6, max: 1e6 }).map((x) => 1e9 + x / 64),
)

test('moments from blocks agree with the two columns side by side, wherever values are missing', () => {
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 30 }), (table, blockLength) => {
      const columns = [0, 1, 2].map((index) => Float64Array.from(table, (row) => row[index] as number))
      const moments = new PairMoments(3)
      for (let start = 0; start < table.length; start += blockLength) {
        moments.add(columns.map((column) => column.slice(start, start + blockLength)))
      }
      for (const [x, y] of [
        [0, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        const [a, b] = completePairs(columns[x] as Float64Array, columns[y] as Float64Array)
        const mean = (list: Float64Array) => list.reduce((sum, value) => sum + (value - 1e9), 0) / list.length
        const [meanA, meanB] = [mean(a), mean(b)]
        const distance = (list: Float64Array, from: number, index: number) => (list[index] as number) - 1e9 - from
        const sum = (term: (index: number) => number) => a.reduce((total, _, index) => total + term(index), 0)
        const { n, xx, yy, xy } = moments.of(x, y)
        expect(n).toBe(a.length)
        const scale = moments.squares(x) + moments.squares(y) + 1e-300
        const expected = [
          sum((i) => distance(a, meanA, i) ** 2),
          sum((i) => distance(b, meanB, i) ** 2),
          sum((i) => distance(a, meanA, i) * distance(b, meanB, i)),
        ]
        for (const [index, actual] of [xx, yy, xy].entries()) {
          expect(Math.abs(actual - (expected[index] as number)) / scale).toBeLessThan(1e-13)
        }
      }
    }),
  )
})

test('odd columns have the answers of two lists in memory', async () => {
  const columns = {
    line: 'r::DOUBLE',
    wave: 'sin(r)',
    far: '1e9 + sin(r) / 1000',
    huge: 'sin(r) * 1.7e308',
    tiny: 'sin(r) * 1e-300',
    one: '0.1',
    half: 'CASE WHEN r % 2 = 0 THEN cos(r) END',
    same: 'CASE WHEN r % 2 = 0 THEN 0.1 ELSE r END',
    odd: `CASE WHEN r % 7 = 0 THEN 'inf'::DOUBLE WHEN r % 7 = 1 THEN 'nan'::DOUBLE ELSE cos(r) END`,
    none: 'NULL::DOUBLE',
  }
  const table = await openTestTable(
    `SELECT ${Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`)} FROM range(5000) t(r)`,
  )
  const all = [...table.columns.values()]
  const correlated = await correlateRows(table, all, 'true', undefined)
  const names = Object.keys(columns)
  const lists: Float64Array[] = names.map(() => new Float64Array(5000))
  let rows = 0
  for await (const block of table.numbers(`SELECT COLUMNS(*)::DOUBLE FROM ${table.from}`)) {
    block.forEach((part, index) => {
      lists[index]?.set(
        part.map((value) => (Number.isFinite(value) ? value : Number.NaN)),
        rows,
      )
    })
    rows += block[0]?.length ?? 0
  }
  for (let x = 0; x < names.length; x++) {
    for (let y = x + 1; y < names.length; y++) {
      const [a, b] = completePairs(lists[x] as Float64Array, lists[y] as Float64Array)
      const expected = pearson(a, b)
      const actual = correlated.of(names[x] as string, names[y] as string)
      const what = `${names[x]} and ${names[y]}`
      expect(actual.n, what).toBe(a.length)
      if (expected.value === null) expect(actual.value, what).toBeNull()
      else expect(Math.abs((actual.value as number) - expected.value), what).toBeLessThan(1e-12)
    }
  }
  expect(correlated.of('wave', 'half')).toEqual(correlated.of('half', 'wave'))
  expect([correlated.varies('one'), correlated.varies('none'), correlated.varies('tiny')]).toEqual([false, false, true])
})

test('pairs whose common rows hardly vary are as exact, and rest on fewer rows where they are many', async () => {
  const seldom = (least: string, most: string) => `CASE WHEN r % 100 = 7 THEN ${most} ELSE ${least} END`
  const columns = {
    x: seldom('1e9 + sin(r) / 100', 'r * 1e12'),
    tiny: seldom('sin(r) * 1e-200', '1.0'),
    huge: seldom('1.7e308 * (1 - 1e-9 * cos(r))', 'r * -1e302'),
    even: seldom('sin(r) + cos(r) / 3', 'NULL'),
    constant: seldom('4.0', 'NULL'),
  }
  const table = await openTestTable(
    `SELECT ${Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`)} FROM range(150_001) t(r)`,
  )
  const all = [...table.columns.values()]
  const rows = Array.from({ length: 150_001 }, (_, row) => row).filter((row) => row % 100 !== 7)
  const even = Float64Array.from(rows, (row) => Math.sin(row) + Math.cos(row) / 3)
  const withEven = (value: (row: number) => number) => pearson(Float64Array.from(rows, value), even).value as number
  const known = { n: rows.length, x: withEven((row) => Math.sin(row)), huge: withEven((row) => -Math.cos(row)) }
  const exact = await correlateRows(table, all, 'true', undefined)
  expect(exact.rows).toBe(150_001)
  expect(exact.of('tiny', 'even')).toMatchObject({ n: known.n, value: expect.closeTo(known.x, 12) })
  expect(exact.of('x', 'even')).toMatchObject({ n: known.n, value: expect.closeTo(known.x, 4) })
  expect(exact.of('huge', 'even')).toMatchObject({ n: known.n, value: expect.closeTo(known.huge, 4) })
  expect(exact.of('tiny', 'constant')).toMatchObject({ n: known.n, value: null })

  const bounded = await correlateRows(table, all, 'true', undefined, 60_000)
  expect(bounded.rows).toBeLessThan(75_000)
  const { n } = bounded.of('tiny', 'even')
  expect([n > 1000, n < bounded.rows]).toEqual([true, true])
  expect(bounded.of('tiny', 'even').value).toBeCloseTo(known.x, 2)
})

test('many columns of many rows are correlated over all of them', async () => {
  const columns = Array.from({ length: 90 }, (_, i) => `((r * ${2 * i + 7919}) % ${1009 + i})::INTEGER AS c${i}`)
  const table = await openTestTable(`SELECT ${columns}, r AS same, 3 * r + 1 AS line FROM range(130_000) t(r)`)
  const answer = await answerCorrelations(table, { about: 'correlations', tableFile: '', method: 'pearson' })
  expect(answer.limited).toMatchObject({ rows: 130_000, of: 130_000, columns_left_out: [] })
  expect(answer.pairs[0]).toMatchObject({ x: 'same', y: 'line', value: 1, n: 130_000, p_value: 0 })
  const { rows } = await table.query(`SELECT corr(c3, c70), corr(c0, c89), corr(c12, line) FROM ${table.from}`)
  const at = (x: number, y: number) => answer.matrix[x]?.[y] as number
  for (const [index, value] of [at(3, 70), at(0, 89), at(12, 91)].entries()) {
    expect(value).toBeCloseTo(rows[0]?.[index] as number, 12)
  }
  expect(answer.matrix.every((row, x) => row[x] === 1)).toBe(true)
})
