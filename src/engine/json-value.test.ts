import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnKindOf, jsonTypeOf } from './column-kind-of.ts'
import { type DuckDb, openDuckDb } from './duckdb.ts'
import { toJsonValue } from './json-value.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-json-value-'))
let duck: DuckDb

beforeAll(async () => {
  duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: folder })
})

afterAll(() => {
  duck.close()
  rmSync(folder, { recursive: true })
})

async function answerOf(sql: string, exceedsDouble = false) {
  const { columns, rows } = await duck.query(`SELECT ${sql} AS v`)
  const { sqlType } = columns[0] as { sqlType: string }
  const json = jsonTypeOf(sqlType, exceedsDouble)
  return { kind: columnKindOf(sqlType), json, value: toJsonValue(rows[0]?.[0], sqlType, json) }
}

type Case = [sql: string, kind: string, json: string, value: unknown]

describe('a value of DuckDB in JSON', () => {
  test.each<Case>([
    ['42::INTEGER', 'numeric', 'number', 42],
    ['42::BIGINT', 'numeric', 'number', 42],
    [
      '170141183460469231731687303715884105727::HUGEINT',
      'numeric',
      'string',
      '170141183460469231731687303715884105727',
    ],
    ['1.50::DECIMAL(9,2)', 'numeric', 'string', '1.50'],
    ['0.1::FLOAT', 'numeric', 'number', 0.1],
    ["'nan'::DOUBLE", 'numeric', 'number', 'NaN'],
    ["'-inf'::DOUBLE", 'numeric', 'number', '-Infinity'],
    ['true', 'boolean', 'boolean', true],
    ["'a'", 'text', 'string', 'a'],
    ["'a'::ENUM('a', 'b')", 'text', 'string', 'a'],
    ["DATE '2024-01-31'", 'temporal', 'string', '2024-01-31'],
    ...['DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'].flatMap((type) =>
      ['infinity', '-infinity'].map((word): Case => [`${type} '${word}'`, 'temporal', 'string', word]),
    ),
    ["[DATE 'infinity', DATE '-infinity']", 'nested', 'array', ['infinity', '-infinity']],
    ["TIME '13:05:00'", 'temporal', 'string', '13:05:00'],
    ["TIMESTAMP '2024-01-31 13:05:00'", 'temporal', 'string', '2024-01-31T13:05:00'],
    ["TIMESTAMP '2024-01-31 13:05:00.25'", 'temporal', 'string', '2024-01-31T13:05:00.25'],
    ["TIMESTAMP_NS '2024-01-31 13:05:00.123456789'", 'temporal', 'string', '2024-01-31T13:05:00.123456789'],
    ["TIMESTAMPTZ '2024-01-31 13:05:00+02'", 'temporal', 'string', '2024-01-31T11:05:00Z'],
    ["'\\xAA'::BLOB", 'unsupported', 'string', '\\xAA'],
    ["INTERVAL '1 day'", 'unsupported', 'string', '1 day'],
    ['[1, 9007199254740993]', 'nested', 'array', [1, '9007199254740993']],
    ["{'a': 1, 'b c': [1.5::DOUBLE, NULL]}", 'nested', 'object', { a: 1, 'b c': [1.5, null] }],
    ["{'t': TIMESTAMP '2024-01-31 13:05:00'}", 'nested', 'object', { t: '2024-01-31T13:05:00' }],
    ["MAP {'k': 1}", 'nested', 'object', { k: 1 }],
    ['MAP {1: 2}', 'nested', 'object', [{ key: 1, value: 2 }]],
    ['\'{"id":12345678901234567890,"x":1.5}\'::JSON', 'nested', 'object', { id: '12345678901234567890', x: 1.5 }],
    ['NULL::DATE', 'temporal', 'string', null],
  ])('%s', async (sql, kind, json, value) => {
    expect(await answerOf(sql)).toEqual({ kind, json, value })
  })

  test('a column of integers beyond 2^53 is strings throughout', async () => {
    expect(await answerOf('9007199254740993::BIGINT', true)).toMatchObject({
      json: 'string',
      value: '9007199254740993',
    })
    expect(await answerOf('1::BIGINT', true)).toMatchObject({ json: 'string', value: '1' })
  })
})
