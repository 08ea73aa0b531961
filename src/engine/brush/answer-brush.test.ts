import { expect, test } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import { type BrushAxis, type BrushCube, brushAnswerSchema, brushQuestionSchema, slotsOf } from '../../shared/brush.ts'
import type { Filter } from '../../shared/rows.ts'
import { filterSql } from '../query/filter-sql.ts'
import type { Table } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import { answerBrush } from './answer-brush.ts'

/** Values that lie on edges as often as between them, and some that no bin holds. */
const mixed = `SELECT
  CASE WHEN r % 11 = 0 THEN NULL ELSE (r * 7919) % 21 END AS whole,
  CASE WHEN r % 13 = 0 THEN NULL WHEN r % 97 = 0 THEN 'NaN'::DOUBLE WHEN r % 89 = 0 THEN 'Infinity'::DOUBLE
    ELSE ((r * 31) % 100) / 10.0::DOUBLE END AS "a ""double""",
  CASE WHEN r % 17 = 0 THEN NULL ELSE ((r * 37) % 400)::DECIMAL(9,2) / 100 END::DECIMAL(9,2) AS price,
  pow(10, (r * 41) % 60 / 10.0) AS wide,
  CASE WHEN r % 7 = 0 THEN NULL ELSE ['a', 'it''s', 'ü', '', 'rare'][1 + (r * 13) % 5] END AS word,
  r % 3 = 0 AS flag,
  DATE '2024-01-15' + ((r * 53) % 400)::INTEGER AS day,
  TIMESTAMP '2024-01-01' + to_seconds((r * 7907) % 31536000) AS moment
  FROM range(3000) t(r)`

const months = Array.from({ length: 13 }, (_, month) => new Date(Date.UTC(2024, month)).toISOString().slice(0, 19))
const even = (low: number, high: number, bins: number) =>
  Array.from({ length: bins + 1 }, (_, bin) => Number((low + ((high - low) * bin) / bins).toPrecision(12)))

const axes: Record<string, BrushAxis> = {
  whole: { column: 'whole', edges: even(0, 20, 20) },
  'parts of whole numbers': { column: 'whole', edges: even(0, 20, 33) },
  'a part of the numbers': { column: 'whole', edges: [3, 7, 8, 15] },
  double: { column: 'a "double"', edges: even(0, 9.9, 99) },
  'doubles between': { column: 'a "double"', edges: even(0, 10, 37) },
  decimal: { column: 'price', edges: even(0, 4, 40) },
  'many bins': { column: 'price', edges: even(0, 4, 400) },
  'uneven bins': { column: 'a "double"', edges: [-1e300, 0, 1e-9, 4.4, 1e300] },
  logarithmic: { column: 'wide', edges: Array.from({ length: 25 }, (_, bin) => 10 ** (bin / 4)) },
  months: { column: 'moment', edges: months },
  'days of months': { column: 'day', edges: months.map((month) => month.slice(0, 10)) },
  hours: {
    column: 'moment',
    edges: Array.from({ length: 241 }, (_, hour) => new Date(Date.UTC(2024, 2, 1, hour)).toISOString().slice(0, 19)),
  },
  words: { column: 'word', values: ['a', "it's", ''], other: false },
  'words and others': { column: 'word', values: ['ü', 'a'], other: true },
  truth: { column: 'flag', values: [true, false], other: false },
  'numbers as categories': { column: 'whole', values: [3, 5, '7'], other: true },
}

const ask = async (table: Table, question: unknown) => {
  const answer = await answerBrush(table, brushQuestionSchema.parse(question))
  expect(brushAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
  return answer.cubes
}

/** The filter that leaves the rows of a slot. */
const slotFilter = (axis: BrushAxis, slot: number): Filter => {
  const { column } = axis
  if (!('edges' in axis)) {
    if (slot < axis.values.length) return { column, op: 'eq', value: axis.values[slot] }
    return { and: [{ column, op: 'not_null' }, { not: { column, op: 'in', value: axis.values } }] }
  }
  const isLast = slot === axis.edges.length - 2
  const [lower, upper] = axis.edges.slice(slot, slot + 2)
  return {
    and: [
      { column, op: 'gte', value: lower },
      { column, op: isLast ? 'lte' : 'lt', value: upper },
    ],
  }
}

const countWhere = async (table: Table, filters: Filter[], select = 'count(*)') => {
  const where = filters.map((filter) => filterSql(filter, table)).join(' AND ') || 'true'
  return (await table.query(`SELECT (${select})::DOUBLE FROM ${table.from} WHERE ${where}`)).rows[0]?.[0] as
    | number
    | null
}

test('a slot holds the rows that its filter leaves, on axes of every kind', async () => {
  const table = await openTestTable(mixed)
  for (const [name, axis] of Object.entries(axes)) {
    const [cube] = await ask(table, { grip: [axis], charts: [{ axes: [] }] })
    const slots = Array.from({ length: slotsOf(axis) }, (_, slot) => slotFilter(axis, slot))
    const counts = slots.map((filter) => `count(*) FILTER (${filterSql(filter, table)})`)
    const { rows } = await table.query(`SELECT ${counts.join(', ')} FROM ${table.from}`)
    expect([name, cube?.n]).toEqual([name, rows[0]?.map(Number)])
  }
})

test('a cube adds up to what the filter of a brush leaves of a chart, with all other brushes', async () => {
  const table = await openTestTable(mixed)
  const [grip, words, months] = [axes.double, axes['words and others'], axes.months] as [
    BrushAxis,
    BrushAxis,
    BrushAxis,
  ]
  const filter: Filter = { column: 'whole', op: 'gt', value: 2 }
  const [wordBrush, monthBrush]: Filter[] = [
    { column: 'word', op: 'in', value: ['a', 'ü'] },
    { column: 'moment', op: 'gte', value: '2024-03-01' },
  ]
  const own: Filter = { column: 'flag', op: 'eq', value: false }
  const charts = [
    { axes: [words], brush: wordBrush },
    { axes: [months], aggregate: 'mean', value: 'price', brush: monthBrush },
    { axes: [words, months], aggregate: 'sum', value: 'a "double"', filter: own },
    { axes: [], aggregate: 'max', value: 'price' },
    { axes: [], aggregate: 'min', value: 'price', follows: false },
    { axes: [], value: 'word' },
  ]
  const cubes = await ask(table, { grip: [grip], charts, filter })
  const [from, until] = [12, 60]
  const edges = (grip as { edges: number[] }).edges
  const range: Filter = {
    and: [
      { column: grip.column, op: 'gte', value: edges[from] },
      { column: grip.column, op: 'lt', value: edges[until] },
    ],
  }
  const cellsOf = ({ n, figures, cells }: BrushCube, cell: number) => {
    const places = Array.from({ length: until - from }, (_, slot) => (from + slot) * cells + cell)
    return { n: places.map((place) => n[place] as number), figures: places.map((place) => figures?.[place] ?? null) }
  }
  const sum = (numbers: (number | null)[]) => numbers.reduce<number>((all, number) => all + (number ?? 0), 0)
  const brushes = { word: wordBrush as Filter, month: monthBrush as Filter }

  for (const cell of [0, 1, 2]) {
    const filters = [filter, range, brushes.month, slotFilter(words, cell)]
    expect(sum(cellsOf(cubes[0] as BrushCube, cell).n)).toBe(await countWhere(table, filters))
  }
  for (const cell of [0, 2, 5, 11]) {
    const filters = [filter, range, brushes.word, slotFilter(months, cell)]
    const { n, figures } = cellsOf(cubes[1] as BrushCube, cell)
    expect(sum(n)).toBe(await countWhere(table, filters, 'count(price)'))
    expect(sum(figures)).toBeCloseTo((await countWhere(table, filters, 'sum(price)')) ?? 0, 8)
  }
  for (const cell of [0, 14, 17, 30]) {
    const slots = [slotFilter(words, Math.floor(cell / 12)), slotFilter(months, cell % 12)]
    const filters = [filter, range, brushes.word, brushes.month, own, ...slots]
    const finite = 'sum("a ""double""") FILTER (isfinite("a ""double"""))'
    expect(sum(cellsOf(cubes[2] as BrushCube, cell).figures)).toBeCloseTo(
      (await countWhere(table, filters, finite)) ?? 0,
      8,
    )
  }
  const all = [filter, brushes.word, brushes.month]
  const most = cellsOf(cubes[3] as BrushCube, 0).figures.filter((figure) => figure !== null)
  expect(Math.max(...most)).toBe(await countWhere(table, [...all, range], 'max(price)'))
  expect(cubes[4]?.figures).toEqual([await countWhere(table, all, 'min(price)')])
  expect(sum(cellsOf(cubes[5] as BrushCube, 0).n)).toBe(await countWhere(table, [...all, range], 'count(word)'))
})

test('a plane is a grip of two axes', async () => {
  const table = await openTestTable(mixed)
  const grip = [axes.whole, axes['words and others']] as BrushAxis[]
  const [cube] = await ask(table, { grip, charts: [{ axes: [axes.truth] }] })
  expect([cube?.slots, cube?.cells]).toEqual([60, 2])
  for (const [x, y] of [
    [0, 0],
    [4, 2],
    [19, 1],
  ] as const) {
    const filters = [slotFilter(grip[0] as BrushAxis, x), slotFilter(grip[1] as BrushAxis, y)]
    const found = cube?.n.slice((x * 3 + y) * 2, (x * 3 + y) * 2 + 2)
    expect(found).toEqual(
      await Promise.all(
        [0, 1].map((slot) => countWhere(table, [...filters, slotFilter(axes.truth as BrushAxis, slot)])),
      ),
    )
  }
})

test('an empty table, nulls alone and infinite moments are in no slot', async () => {
  const empty = await openTestTable(`SELECT 1 AS a, 'x' AS b WHERE false`)
  const [none] = await ask(empty, {
    grip: [{ column: 'a', edges: [0, 1] }],
    charts: [{ axes: [], aggregate: 'sum', value: 'a' }],
  })
  expect(none).toEqual({ slots: 1, cells: 1, n: [0], figures: [null] })
  const odd = await openTestTable(`SELECT unnest([NULL, 'infinity', '-infinity', '2024-01-01'])::DATE AS day`)
  const [one] = await ask(odd, {
    grip: [{ column: 'day', edges: ['0001-01-01', '2024-01-01', '2100-01-01'] }],
    charts: [{ axes: [] }],
  })
  expect(one?.n).toEqual([0, 1])
})

test('what cannot be asked is refused at its place', async () => {
  const table = await openTestTable(mixed)
  const refusal = async (question: unknown) => {
    const error = await answerBrush(table, brushQuestionSchema.parse(question)).catch((reason) => reason)
    expect(error).toBeInstanceOf(QuestionError)
    return [error.path, error.message]
  }
  const whole = axes.whole as BrushAxis

  for (const [question, path, words] of [
    [{ grip: [{ column: 'Whole', edges: [0, 1] }], charts: [{ axes: [] }] }, 'grip.0.column', 'Did you mean "whole"?'],
    [{ grip: [{ column: 'word', edges: [0, 1] }], charts: [{ axes: [] }] }, 'grip.0.edges', 'name its values'],
    [{ grip: [{ column: 'whole', edges: [0, 5, 5] }], charts: [{ axes: [] }] }, 'grip.0.edges.2', 'ascend'],
    [{ grip: [{ column: 'moment', edges: [0, 1] }], charts: [{ axes: [] }] }, 'grip.0.edges.0', 'moments'],
    [{ grip: [whole], charts: [{ axes: [], aggregate: 'sum' }] }, 'charts.0.value', 'numeric'],
    [{ grip: [whole], charts: [{ axes: [], aggregate: 'sum', value: 'word' }] }, 'charts.0.value', 'text'],
    [
      { grip: [whole], charts: [{ axes: [], brush: { column: 'gone', op: 'is_null' } }] },
      'charts.0.brush.column',
      'gone',
    ],
    [{ grip: [whole, axes['many bins']], charts: [{ axes: [axes['many bins']] }] }, 'grip', 'cells'],
  ] as [unknown, string, string][]) {
    const [at, message] = await refusal(question)
    expect(at).toBe(path)
    expect(message).toContain(words)
  }
})
