import { describe, expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import {
  type ChartData,
  type ChartRole,
  type ChartSpec,
  chartAggregates,
  chartDataSchema,
} from '../../shared/charts.ts'
import { buildProfile } from '../profile/build-profile.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { answerChart } from './answer-chart.ts'
import { answerRowsOf, runOverData } from './data-sql.ts'

type Row = Record<string, unknown>

/** A table of every kind, with nulls, infinities and a name that SQL must quote. */
const everyKind = (from: string) => `SELECT r::INTEGER AS whole,
  CASE WHEN r % 11 = 0 THEN NULL WHEN r % 53 = 0 THEN 'Infinity'::DOUBLE WHEN r % 59 = 0 THEN 'NaN'::DOUBLE
    ELSE (hash(r) % 10000)::DOUBLE / 7 - 300 END AS "it's ""odd""",
  CASE WHEN r % 7 = 0 THEN NULL ELSE 'g' || (hash(r * 3) % 40) END AS "group", r % 3 = 0 AS flag,
  ((hash(r * 5) % 100000) / 100)::DECIMAL(12, 2) AS price, (1000000000000000000 + r % 100)::BIGINT AS big,
  DATE '2023-01-30' + (hash(r * 7) % 500)::INTEGER AS day,
  TIMESTAMP '2024-01-01' + to_seconds((hash(r * 9) % 1000000)::BIGINT) AS moment,
  TIME '08:00' + to_seconds((r * 7) % 30000) AS clock, [r] AS list, 'x'::BLOB AS bytes,
  exp(r / 200) AS steep, (r % 5)::FLOAT + 0.1::FLOAT AS short FROM ${from} t(r)`
const odd = `it's "odd"`

/** Threads add doubles up in any order, which moves their last digits. */
const settled = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'number' ? Number(part.toPrecision(12)) : part))

/** The answer, which its own `sql` and its own `spec` must give once more. */
const draw = async (table: Table, spec: ChartSpec): Promise<ChartData> => {
  const answer = await answerChart(table, { spec })
  expect(chartDataSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  expect(settled(answerRowsOf(await runOverData(table, answer.sql, undefined)))).toEqual(settled(answer.rows))
  expect(settled(await answerChart(table, { spec: answer.spec }))).toEqual(settled(answer))
  expect(answer.summary).toMatch(/^[^a-z].*\.$/)
  return answer
}

const allRows = async (table: Table): Promise<Row[]> => {
  const answer = await table.query(`SELECT * FROM ${table.from}`)
  return answerRowsOf(answer).map((row) => Object.fromEntries(row.map((cell, at) => [answer.columns[at]?.name, cell])))
}

const cells = ({ columns, rows }: ChartData, role: ChartRole): unknown[] => {
  const index = columns.findIndex((column) => column.role === role)
  return rows.map((row) => row[index])
}

const number = (value: unknown): number | undefined =>
  value === null || !Number.isFinite(Number(value)) ? undefined : Number(value)

const quantile = (sorted: number[], share: number): number => {
  const place = (sorted.length - 1) * share
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low + (high - low) * (place - Math.floor(place))
}

/** Every aggregate, slowly. */
const figureOf = (aggregate: string, values: unknown[]): number | null => {
  if (aggregate === 'count') return values.filter((value) => value !== null).length
  if (aggregate === 'distinct') return new Set(values.filter((value) => value !== null)).size
  const sorted = values
    .map(number)
    .filter((value) => value !== undefined)
    .sort((a, b) => a - b)
  const n = sorted.length
  const sum = sorted.reduce((total, value) => total + value, 0)
  const mean = sum / n
  const std = Math.sqrt(sorted.reduce((total, value) => total + (value - mean) ** 2, 0) / (n - 1))
  const known = { sum, mean, std, min: sorted[0], max: sorted.at(-1), median: quantile(sorted, 0.5) }
  const figure = known[aggregate as keyof typeof known] ?? quantile(sorted, Number(aggregate.slice(1)) / 100)
  return n > 0 && Number.isFinite(figure) ? figure : null
}

const groupsOf = (rows: Row[], keyOf: (row: Row) => unknown): Map<unknown, Row[]> => Map.groupBy(rows, keyOf)

describe('against a plain loop over the rows', () => {
  test('every aggregate of the largest groups', async () => {
    const table = await openTestTable(everyKind('range(3000)'))
    const rows = (await allRows(table)).filter(({ whole }) => Number(whole) < 2000)
    const filter = { column: 'whole', op: 'lt', value: 2000 } as const
    for (const aggregate of chartAggregates.filter((one) => one !== 'none')) {
      for (const column of [odd, 'price', 'big']) {
        const answer = await draw(table, { mark: 'bar', x: 'group', y: column, aggregate, top_n: 7, filter })
        const groups = groupsOf(
          rows.filter(({ group }) => group !== null),
          ({ group }) => group,
        )
        const origin = column === 'big' && aggregate === 'std' ? 10n ** 18n : undefined
        const values = (found: Row[]) =>
          found.map((row) => (origin === undefined ? row[column] : Number(BigInt(String(row[column])) - origin)))
        const expected = [...groups.values()].map((found) => figureOf(aggregate, values(found)) as number)
        expect(answer.rows).toHaveLength(7)
        answer.rows.forEach(([group, value], index) => {
          const figure = figureOf(aggregate, values(groups.get(group) ?? [])) as number
          expect(Number(value) / (figure || 1)).toBeCloseTo(figure === 0 ? 0 : 1, 9)
          if (column !== 'big') expect(figure).toBeCloseTo(expected.sort((a, b) => b - a)[index] as number, 6)
        })
        const drawn = new Set(answer.rows.map(([group]) => group))
        const rest = [...groups].filter(([group]) => !drawn.has(group)).flatMap(([, found]) => found)
        expect(answer.other).toMatchObject({ count: rest.length, categories: groups.size - 7 })
        const restFigure = figureOf(aggregate, values(rest)) as number
        expect(Number(answer.other?.value) / restFigure).toBeCloseTo(1, 9)
        expect(answer.row_count).toBe(2000)
        expect(answer.nulls).toEqual({
          x: rows.filter(({ group }) => group === null).length,
          y: rows.filter((row) => row[column] === null).length,
        })
      }
    }
  })

  test.each(['day', 'moment'])('every grain of %s, with the periods that no row has', async (column) => {
    const table = await openTestTable(everyKind('range(300)'))
    const rows = await allRows(table)
    const grains = [
      'day',
      'week',
      'month',
      'quarter',
      'year',
      ...(column === 'moment' ? (['hour'] as const) : []),
    ] as const
    for (const grain of grains) {
      const answer = await draw(table, { mark: 'line', x: { column, grain }, y: 'price', aggregate: 'sum' })
      const begins = (cell: unknown) => beginOf(String(cell), grain)
      const groups = groupsOf(rows, (row) => begins(row[column]))
      const keys = cells(answer, 'x') as string[]
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys).toEqual([...keys].sort())
      keys.slice(1).forEach((key, index) => {
        expect(beginOf(followingDay(keys[index] as string, grain), grain)).toBe(key)
      })
      expect(keys.filter((key) => groups.has(key))).toEqual([...groups.keys()].sort())
      answer.rows.forEach(([key, sum, n]) => {
        const found = groups.get(key) ?? []
        expect(n).toBe(found.length)
        if (found.length === 0) expect(sum).toBeNull()
        else
          expect(Number(sum)).toBeCloseTo(
            figureOf(
              'sum',
              found.map(({ price }) => price),
            ) as number,
            6,
          )
      })
      expect(answer.binned.x).toEqual({ by: 'grain', width: null, grain, count: keys.length })
    }
  })

  test('colours: the most frequent, and all others together', async () => {
    const table = await openTestTable(everyKind('range(3000)'))
    const rows = (await allRows(table)).filter(({ group }) => group !== null)
    const answer = await draw(table, { mark: 'bar', x: 'flag', color: 'group', y: odd, aggregate: 'mean' })
    const colors = answer.colors?.values ?? []
    expect(colors).toHaveLength(6)
    const counts = groupsOf(rows, ({ group }) => group)
    expect(Math.min(...colors.map((color) => counts.get(color)?.length ?? 0))).toBeGreaterThanOrEqual(
      Math.max(...[...counts].filter(([group]) => !colors.includes(group as string)).map(([, found]) => found.length)),
    )
    expect(answer.rows).toHaveLength(14)
    const others = rows.filter(({ group }) => !colors.includes(group as string))
    expect(answer.colors?.other).toEqual({ count: others.length, categories: counts.size - 6 })
    for (const [flag, color, mean] of answer.rows) {
      const found = (color === null ? others : (counts.get(color) ?? [])).filter((row) => row.flag === flag)
      expect(mean).toBeCloseTo(
        figureOf(
          'mean',
          found.map((row) => row[odd]),
        ) as number,
        9,
      )
    }
    expect(answer.nulls.color).toBe(Math.ceil(3000 / 7))
  })

  test('boxes have the fences of the profile, and whiskers within them', async () => {
    const table = await openTestTable(everyKind('range(2000)'))
    const rows = await allRows(table)
    const answer = await draw(table, { mark: 'box', x: 'flag', y: 'steep' })
    for (const [flag, lowerFence, low, q1, median, q3, high, upperFence, outliers, n] of answer.rows) {
      const sorted = rows
        .filter((row) => row.flag === flag)
        .map(({ steep }) => Number(steep))
        .sort((a, b) => a - b)
      const [first, third] = [quantile(sorted, 0.25), quantile(sorted, 0.75)]
      const fences = [first - 1.5 * (third - first), third + 1.5 * (third - first)] as const
      const within = sorted.filter((value) => value >= fences[0] && value <= fences[1])
      expect([q1, median, q3]).toEqual([first, quantile(sorted, 0.5), third])
      expect([lowerFence, upperFence]).toEqual(fences)
      expect([low, high]).toEqual([within[0], within.at(-1)])
      expect([outliers, n]).toEqual([sorted.length - within.length, sorted.length])
    }
    const { columns } = await buildProfile(everyKind('range(2000)'))
    const [whole] = (await draw(table, { mark: 'box', y: 'steep' })).rows as number[][]
    const { box } = columns.find(({ name }) => name === 'steep') ?? {}
    expect(whole?.[0]).toBeCloseTo(box?.lower_fence as number, 9)
    expect(whole?.[7]).toBe(box?.outlier_count)
  })

  test('cells of a heat map and of many points', async () => {
    const table = await openTestTable(everyKind('range(3000)'))
    const rows = (await allRows(table)).filter((row) => number(row[odd]) !== undefined)
    const isWithin = (value: unknown, lower: unknown, upper: unknown, last: unknown) =>
      Number(value) >= Number(lower) && (Number(value) < Number(upper) || (upper === last && value === upper))
    for (const spec of [
      { mark: 'heatmap', x: 'price', y: odd },
      { mark: 'point', x: 'price', y: odd, max_points: 500 },
    ] as ChartSpec[]) {
      const answer = await draw(table, spec)
      expect(answer.rows.length).toBeLessThanOrEqual(1600)
      const last = answer.rows
        .map((row) => [row[1], row[3]])
        .reduce(([a, b], [c, d]) => [Number(a) > Number(c) ? a : c, Number(b) > Number(d) ? b : d])
      for (const [x, xEnd, y, yEnd, count] of answer.rows) {
        const found = rows.filter(
          (row) => isWithin(row.price, x, xEnd, last[0]) && isWithin(row[odd], y, yEnd, last[1]),
        )
        expect(found).toHaveLength(count as number)
      }
      expect(answer.n).toBe(rows.length)
      expect(answer.not_finite.y).toBe(3000 - rows.length - (answer.nulls.y ?? 0))
    }
  })

  test('a long line keeps the first, lowest, highest and last value of each column of pixels', async () => {
    const table = await openTestTable(everyKind('range(5000)'))
    const rows = (await allRows(table)).filter((row) => number(row[odd]) !== undefined)
    const answer = await draw(table, { mark: 'line', x: 'whole', y: odd, aggregate: 'none', max_points: 200 })
    expect(answer.rows.length).toBeLessThanOrEqual(200)
    expect(answer.binned.x).toMatchObject({ by: 'pixel', count: 50 })
    const [from, to] = [rows[0]?.whole, rows.at(-1)?.whole].map(Number) as [number, number]
    const pixels = groupsOf(rows, ({ whole }) => Math.min(49, Math.floor((Number(whole) - from) / ((to - from) / 50))))
    const expected = [...pixels.values()].flatMap((found) => {
      const byValue = [...found].sort((a, b) => Number(a[odd]) - Number(b[odd]) || Number(a.whole) - Number(b.whole))
      const highest = byValue.find((row) => row[odd] === byValue.at(-1)?.[odd])
      return [found[0], byValue[0], highest, found.at(-1)].map((row) => `${row?.whole} ${row?.[odd]}`)
    })
    expect(answer.rows.map(([x, y]) => `${x} ${y}`).sort()).toEqual([...new Set(expected)].sort())
    const short = await draw(table, { mark: 'line', x: 'whole', y: odd, aggregate: 'none', max_points: 5000 })
    expect(short.rows).toHaveLength(rows.length)
  })
})

const beginOf = (text: string, grain: string): string => {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  if (grain === 'hour') return `${text.slice(0, 13)}:00:00`
  if (grain === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  if (['month', 'quarter', 'year'].includes(grain)) date.setUTCDate(1)
  if (grain === 'quarter') date.setUTCMonth(date.getUTCMonth() - (date.getUTCMonth() % 3))
  if (grain === 'year') date.setUTCMonth(0)
  return date.toISOString().slice(0, 10)
}

/** A moment of the period after one, from its begin. */
const followingDay = (begin: string, grain: string): string => {
  const days = { hour: 1 / 24, day: 1, week: 7, month: 31, quarter: 92, year: 366 }[grain] ?? 1
  return new Date(Date.parse(`${begin}${begin.includes('T') ? '' : 'T00:00:00'}Z`) + days * 86_400_000).toISOString()
}

test('histograms are those of the profile', async () => {
  for (const size of [3000, 40]) {
    const table = await openTestTable(everyKind(`range(${size})`))
    const { columns } = await buildProfile(everyKind(`range(${size})`))
    for (const { name, kind, histogram } of columns) {
      if ((kind !== 'numeric' && kind !== 'temporal') || name === 'big') continue
      const answer = await draw(table, { mark: 'histogram', x: name })
      expect(answer.rows, name).toEqual(histogram.map(({ lower, upper, count }) => [lower, upper, count]))
    }
  }
})

test('bounds that doubles cannot divide exactly still part the values where they say', async () => {
  const values = Array.from({ length: 101 }, (_, index) => index / 100)
  const table = await openTestTable(`SELECT unnest([${values.map((value) => value.toExponential())}]) AS v`)
  for (const bin of [10, 20, 50, 100]) {
    const { rows } = await draw(table, { mark: 'bar', x: { column: 'v', bin } })
    for (const [lower, upper, count] of rows as [number, number, number][]) {
      expect(values.filter((v) => v >= lower && (v < upper || (upper === 1 && v === 1)))).toHaveLength(count)
    }
  }
})

test('a logarithmic axis has bins of equal length on it, and counts what it has no place for', async () => {
  const table = await openTestTable('SELECT unnest([0, -3, 1, 10, 99, 100, 1000, 12345.6, NULL])::DOUBLE AS v')
  const answer = await draw(table, { mark: 'histogram', x: { column: 'v', bin: 5 }, x_scale: 'log' })
  expect(answer).toMatchObject({ n: 6, nulls: { x: 1 }, not_positive: { x: 2 } })
  expect(answer.rows).toEqual([
    [1, 10, 1],
    [10, 100, 2],
    [100, 1000, 1],
    [1000, 10_000, 1],
    [10_000, 100_000, 1],
  ])
  expect(answer.summary).toContain('2 values not above zero not drawn')
  const mean = await draw(table, { mark: 'number', y: 'v', aggregate: 'min', y_scale: 'log' })
  expect(mean).toMatchObject({ rows: [[-3, 8]], not_positive: {} })
  expect((await draw(table, { mark: 'box', y: 'v', y_scale: 'log' })).n).toBe(8)
})

test('numbers, first rows, slices and names that meet', async () => {
  const table = await openTestTable(
    `SELECT r AS "count", r % 2 AS "rows", 'a' AS "value", r AS n, r AS "key", r AS "color", r AS data FROM range(10) t(r)`,
  )
  const bar = await draw(table, {
    mark: 'bar',
    x: { column: 'rows', bin: false },
    y: 'count',
    aggregate: 'sum',
    color: 'value',
  })
  expect(bar.columns.map(({ name }) => name)).toEqual(['rows', 'value', 'sum of count', 'rows 2'])
  expect(bar.rows).toEqual([
    [0, 'a', 20, 5],
    [1, 'a', 25, 5],
  ])
  const keyed = await draw(table, { mark: 'bar', x: { column: 'value' }, color: 'color' })
  expect(keyed.colors?.other).toEqual({ count: 4, categories: 4 })
  expect((await draw(table, { mark: 'pie', color: 'rows', top_n: 1 })).rows).toEqual([[0, 5]])
  expect((await draw(table, { mark: 'number', y: 'data', aggregate: 'max' })).rows).toEqual([[9, 10]])
  const first = await draw(table, { mark: 'table', columns: ['n', 'value'], max_points: 2 })
  expect(first.rows).toEqual([
    [0, 'a'],
    [1, 'a'],
  ])
  expect(first.summary).toBe('The first 2 rows of 10 rows.')
})

test('a line over texts follows their order, and a text of a book is no category', async () => {
  const table = await openTestTable(
    "SELECT (['b', 'a', 'c'])[1 + r % 3] AS name, repeat('x', 10000 + r::INTEGER) AS book, r FROM range(10) t(r)",
  )
  expect(cells(await draw(table, { mark: 'line', x: 'name', y: 'r', aggregate: 'sum' }), 'x')).toEqual(['a', 'b', 'c'])
  expect((await draw(table, { mark: 'bar', x: 'book', filter: { column: 'r', op: 'lt', value: 1 } })).n).toBe(1)
  for (const spec of [
    { mark: 'bar', x: 'book' },
    { mark: 'bar', x: 'name', color: 'book' },
  ] as ChartSpec[]) {
    await expect(answerChart(table, { spec })).rejects.toThrow('holds a text of')
  }
})

const everyShape: ChartSpec[] = [
  { mark: 'bar', x: 'group', y: 'price', aggregate: 'sum', color: 'flag' },
  { mark: 'bar', x: { column: 'day', sort: '-y' }, color: 'group' },
  { mark: 'bar', x: { column: 'group', sort: 'descending' }, top_n: 2 },
  { mark: 'bar', x: { column: 'day', sort: '-y' }, y: 'price', aggregate: 'median', top_n: 3 },
  { mark: 'bar', x: 'short', color: 'group', top_n: 2 },
  { mark: 'histogram', x: odd, color: 'group' },
  { mark: 'histogram', x: 'moment', bin: 10 },
  { mark: 'histogram', x: 'clock' },
  { mark: 'histogram', x: 'big' },
  { mark: 'line', x: 'moment', y: 'price', aggregate: 'none', color: 'group', max_points: 100 },
  { mark: 'area', x: 'day', y: 'big', aggregate: 'sum', color: 'flag' },
  { mark: 'point', x: 'day', y: odd, color: 'group', max_points: 50 },
  { mark: 'point', x: 'steep', y: odd, x_scale: 'log', y_scale: 'log' },
  { mark: 'box', x: 'group', y: odd },
  { mark: 'box', x: odd, y: 'day' },
  { mark: 'heatmap', x: 'group', y: 'moment', color: { column: odd, aggregate: 'median' } },
  { mark: 'heatmap', x: 'clock', y: 'big', top_n: 2 },
  { mark: 'donut', x: 'group', y: 'list', aggregate: 'count' },
  { mark: 'number', y: 'day', aggregate: 'max' },
  { mark: 'number', y: odd, aggregate: 'std' },
  { mark: 'table' },
]

test.each([
  ['no rows', everyKind('range(0)'), 0],
  ['one row', everyKind('range(1, 2)'), 1],
  ['only nulls', `SELECT if(false, columns(*), NULL) FROM (${everyKind('range(9)')})`, 9],
  ['some rows', everyKind('range(500)'), 500],
])('%s: every shape has an answer', async (_, sql, rowCount) => {
  const table = await openTestTable(sql)
  for (const spec of everyShape) expect((await draw(table, spec)).row_count).toBe(rowCount)
})

const refused: [ChartSpec, string, RegExp][] = [
  [{ mark: 'bar', x: 'Group' }, 'x', /no column "Group".*Did you mean "group"/],
  [{ mark: 'bar', x: { column: 'nothing' } }, 'x.column', /no column "nothing"/],
  [{ mark: 'bar' }, 'x', /needs a column in `x`/],
  [{ mark: 'bar', x: 'list' }, 'x', /no place on a chart/],
  [{ mark: 'bar', x: 'group', y: 'price', aggregate: 'none' }, 'aggregate', /Choose one/],
  [{ mark: 'bar', x: 'group', aggregate: 'sum' }, 'y', /Name the column/],
  [{ mark: 'bar', x: 'group', y: 'flag', aggregate: 'mean' }, 'aggregate', /has no mean/],
  [{ mark: 'bar', x: 'group', y: { column: 'day', aggregate: 'sum' } }, 'y.aggregate', /has no sum/],
  [{ mark: 'bar', x: 'group', bin: 10 }, 'x.bin', /no bins/],
  [{ mark: 'bar', x: 'price', grain: 'day' }, 'x.grain', /Use `bin`/],
  [{ mark: 'bar', x: { column: 'day', grain: 'day', bin: 5 } }, 'x.bin', /not both/],
  [{ mark: 'bar', x: { column: 'group', aggregate: 'sum' } }, 'x.aggregate', /other axis/],
  [{ mark: 'bar', x: 'group', color: { column: 'price', bin: 3 } }, 'color.bin', /Leave this out/],
  [{ mark: 'histogram', x: 'group' }, 'x', /Draw a bar/],
  [{ mark: 'histogram', x: 'price', y: 'big' }, 'y', /Leave `y` out/],
  [{ mark: 'histogram', x: 'price', aggregate: 'sum' }, 'aggregate', /counts rows/],
  [{ mark: 'pie', x: 'group', y: 'price', aggregate: 'mean' }, 'aggregate', /does not add up/],
  [{ mark: 'box', x: 'flag', y: 'group' }, 'y', /needs numbers/],
  [{ mark: 'box', x: 'group', y: 'price', color: 'flag' }, 'color', /into `x`/],
  [{ mark: 'point', x: 'group', y: 'price', aggregate: 'none' }, 'x', /need numbers or dates/],
  [{ mark: 'line', x: 'price', y: 'day', aggregate: 'none' }, 'y', /height of a line is a number/],
  [{ mark: 'heatmap', x: 'group' }, 'y', /needs a column/],
  [{ mark: 'number', y: 'price', color: 'flag' }, 'color', /no colour/],
  [{ mark: 'line', x: { column: 'moment', grain: 'second' } }, 'x.grain', /Take hour/],
  [{ mark: 'table', columns: ['price', 'price'] }, 'columns', /named twice/],
  [{ mark: 'bar', x: 'group', filter: { column: 'price', op: 'eq', value: 'x' } }, 'filter.value', /number/],
  [{ mark: 'number', y: 'vast', aggregate: 'std' }, 'aggregate', /too large/],
]

test('a figure beyond what a double holds is none', async () => {
  const table = await openTestTable(
    `SELECT r % 3 AS third, if(r % 3 < 2, 1.7e308, r::DOUBLE) AS vast FROM range(60) t(r)`,
  )
  const figuresOf = async (spec: ChartSpec) => {
    const { columns, rows } = await answerChart(table, { spec })
    return rows.map((row) => row[columns.findIndex(({ role }) => role === 'value')])
  }
  expect(await figuresOf({ mark: 'bar', x: 'third', y: 'vast', aggregate: 'sum' })).toEqual([null, null, 610])
  expect(await figuresOf({ mark: 'number', y: 'vast', aggregate: 'mean' })).toEqual([null])
  const { other } = await answerChart(table, {
    spec: { mark: 'bar', x: 'third', y: 'vast', aggregate: 'sum', top_n: 1 },
  })
  expect(other).toEqual({ count: 40, categories: 2, value: null })
  const boxes = await answerChart(table, { spec: { mark: 'box', y: 'vast', x: 'third' } })
  expect(JSON.stringify(boxes.rows)).not.toMatch(/Infinity|NaN/)
})

test('what cannot be drawn is refused where it stands, with what to do', async () => {
  const everything = everyKind('range(5000)')
  const table = await openTestTable(`SELECT *, if(whole % 2 = 0, 1e200, -1e200) AS vast FROM (${everything})`)
  for (const [spec, path, message] of refused) {
    const error = await answerChart(table, { spec }).catch((thrown: unknown) => thrown)
    expect(error, JSON.stringify(spec)).toBeInstanceOf(QuestionError)
    expect(error).toMatchObject({ path, message: expect.stringMatching(message) })
  }
})
