import { describe, expect, it } from 'vitest'
import { openTestTable } from '../../../test/open-test-table.ts'
import type { Step } from '../../shared/steps.ts'
import { toJsonValue } from '../json-value.ts'
import type { Table } from '../query/open-table.ts'
import { compileSteps, effectsOf } from './compile-steps.ts'
import { computedTypes } from './computed-types.ts'
import { StepError } from './step-error.ts'

const openGoods = () =>
  openTestTable(`SELECT * FROM (VALUES
  ('Ham burg', 3::BIGINT, 1.25::DECIMAL(9,2), DATE '2024-02-29', 'x'),
  ('Rotterdam', NULL, 2.00, DATE '2023-12-31', 'seven'),
  (NULL, 9007199254740993, NULL, NULL, '7')) AS v(port, amount, "unit price", arrived, note)`)
const baseOf = ({ from, rowNumber, columns }: Table) => ({ from, rowNumber, columns: [...columns.values()] })

const compute = (expression: string, name = 'v'): Step => ({ op: 'compute', name, expression })

const computedOf = async (steps: Step[]) => {
  const goods = await openGoods()
  const base = baseOf(goods)
  const compiled = compileSteps(base, steps, { computed: await computedTypes(goods, base, steps) })
  const { rows } = await goods.query(compiled.select())
  const counts: number[][] = []
  for (const { sql } of compiled.counting) counts.push((await goods.query(sql())).rows[0] as number[])
  const last = compiled.columns.at(-1)
  return {
    type: last?.sql_type,
    values: rows.map((row) => toJsonValue(row.at(-1), last?.sql_type ?? '', 'string')),
    effects: effectsOf(steps, compiled, counts),
  }
}

describe('a computed column', () => {
  it.each([
    ['amount * "unit price"', ['3.75', null, null]],
    ["upper(replace(port, ' ', '')) || '!'", ['HAMBURG!', 'ROTTERDAM!', null]],
    ['coalesce(amount, 0) + 1', ['4', '1', '9007199254740994']],
    ["CASE WHEN arrived >= DATE '2024-01-01' THEN 'new' ELSE 'old' END", ['new', 'old', 'old']],
    ["date_part('year', ARRIVED) -- of the visit", ['2024', '2023', null]],
    ['CAST(note AS INTEGER)', [null, null, '7']],
    ['1) + (1', ['2', '2', '2']],
    ["string_split(note, 'e')[1]", ['x', 's', '7']],
    ["amount BETWEEN 1 AND 5 AND note IN ('x', 'y')", [true, false, false]],
  ])('%s has the value of its row, and null where that fails', async (expression, values) => {
    expect((await computedOf([compute(expression)])).values).toEqual(values)
  })

  it('reads the columns that steps before it leave, and counts its values', async () => {
    const { type, values, effects } = await computedOf([
      { op: 'rename', column: 'amount', to: 'pieces' },
      compute('pieces + 1', 'more'),
      { op: 'filter', filter: { column: 'more', op: 'lt', value: 100 } },
      compute('more * 2', 'twice'),
    ])
    expect([type, values]).toEqual(['BIGINT', ['8']])
    expect(effects).toEqual([
      { changed_cells: 0, removed_rows: 0 },
      { changed_cells: 2, removed_rows: 0 },
      { changed_cells: 0, removed_rows: 2 },
      { changed_cells: 1, removed_rows: 0 },
    ])
  })
})

describe('an expression is refused', () => {
  const refusal = async (goods: Table, steps: Step[]) => {
    const error = await computedTypes(goods, baseOf(goods), steps).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error, JSON.stringify(steps)).toBeInstanceOf(StepError)
    return error as StepError
  }

  it.each([
    ['amount +', undefined, 'no whole expression'],
    ['amount *\n  nothing', { line: 2, column: 3 }, 'no column "nothing"'],
    ['é || getenv(port)', { line: 1, column: 1 }, 'no column "é"'],
    ["port || getenv('HOME')", { line: 1, column: 9 }, 'function "getenv"'],
    ['amount ++', undefined, ''],
    ['port SELECT', { line: 1, column: 6 }, 'syntax error'],
    ['upper(amount, 1)', { line: 1, column: 1 }, 'No function matches'],
    ['CAST(port AS nosuch)', { line: 1, column: 1 }, 'no such type'],
    ['to_days(amount::INTEGER)', undefined, 'INTERVAL'],
  ])('%j says where and why', async (expression, place, words) => {
    const error = await refusal(await openGoods(), [{ op: 'trim', column: 'port' }, compute(expression)])
    expect(error.path).toBe('steps.1.expression')
    expect(error.message).toContain(words)
    expect(error.place).toEqual(place)
  })

  const hostile = [
    '(SELECT 1)',
    'EXISTS (SELECT 1)',
    'amount IN (SELECT 1)',
    "(FROM read_text('/etc/passwd'))",
    "read_text('/etc/passwd')",
    '1) FROM data; DROP TABLE data; SELECT (1',
    '1), (2',
    "1) FROM read_csv('/etc/passwd') WHERE (true",
    '1) FROM data GROUP BY (1',
    '1) FROM data LIMIT (1',
    '1) FROM data UNION SELECT (1',
    '1 /*',
    "current_setting('memory_limit')",
    "getvariable('x')",
    'random()',
    'now()',
    'current_date',
    'uuid()',
    'today()',
    'age(arrived)',
    "nextval('s')",
    "error('x')",
    'sum(amount)',
    'count(*)',
    'row_number() OVER ()',
    'sum(amount) OVER ()',
    '*',
    'COLUMNS(*)',
    '#1',
    '$1',
    '?',
    'DEFAULT',
    'file_row_number',
    'row',
    'stage_0.port',
    'data.port',
    'rowid',
    'list_transform([1], x -> x + 1)',
    'repeat(port, 1000000000)',
    "lpad(port, 1000000000, 'x')",
    "rpad(port, amount, 'x')",
    "format('{:1000000000}', amount)",
    'range(1000000000)',
    "replace(replace(replace(replace(replace(port, 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa')",
    `${'hex('.repeat(20)}port${')'.repeat(20)}`,
    `${'to_base64(encode('.repeat(20)}port${'))'.repeat(20)}`,
    `port${'::BLOB::BIT::VARCHAR'.repeat(4)}`,
    `${'string_split(CAST('.repeat(6)}port${" AS VARCHAR), '')".repeat(6)}`,
    `${'json_quote('.repeat(20)}port${')::VARCHAR'.repeat(20)}`,
    `${'concat_ws('.repeat(6)}port${', 1, 2, 3, 4, 5, 6, 7, 8)'.repeat(6)}`,
    `${'array_to_string(string_split('.repeat(4)}port${", ''), 'twenty letters of it')".repeat(4)}`,
    `list_aggregate(string_split(port, ''), 'string_agg', '${'x'.repeat(2000)}')`,
    "replace(port, 'a', replace(lpad(port, 10000, 'x'), 'x', 'yy'))",
    'upper(port) FILTER (WHERE true)',
    'main.upper(port) OVER ()',
    "json_serialize_sql('SELECT 1')",
    "json_execute_serialized_sql('x')",
    'pg_sleep(10)',
    'sleep_ms(10)',
    "write_log('x')",
    "in_search_path('main', 'main')",
    'version()',
    'current_user',
    'upper(DISTINCT port)',
    '\u0000',
    `${'abs('.repeat(1500)}1${')'.repeat(1500)}`,
  ]
  it('where it reads anything but its row, waits, or grows without end', async () => {
    const goods = await openGoods()
    for (const expression of hostile) {
      expect((await refusal(goods, [compute(expression)])).path).toBe('steps.0.expression')
    }
  })

  it('where steps after each other grow without end, under whatever name', async () => {
    const ten = Array.from({ length: 10 }, () => 'v').join(' || ')
    const steps: Step[] = [compute('port', 'v')]
    for (let step = 0; step < 4; step++) {
      steps.push(compute(ten, 'w'), { op: 'drop_columns', columns: ['v'] }, { op: 'rename', column: 'w', to: 'v' })
    }
    const { path, message } = await refusal(await openGoods(), steps)
    expect(path).toBe('steps.10.expression')
    expect(message).toContain('far longer')
  })

  it('names a column that is there', async () => {
    const base = baseOf(await openGoods())
    expect(() => compileSteps(base, [compute('1', 'PORT')])).toThrow(expect.objectContaining({ path: 'steps.0.name' }))
  })
})
