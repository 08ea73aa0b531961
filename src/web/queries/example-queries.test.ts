import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import type { ColumnInfo } from '../../shared/dataset.ts'
import { exampleQueries } from './example-queries.ts'

const kinds: Record<string, ColumnInfo['kind']> = {
  VARCHAR: 'text',
  DATE: 'temporal',
  TIME: 'temporal',
  'TIMESTAMP WITH TIME ZONE': 'temporal',
  BOOLEAN: 'boolean',
  'STRUCT(product VARCHAR, n BIGINT)[]': 'nested',
  'BIGINT[]': 'nested',
  BLOB: 'unsupported',
}

const tables: [string, Record<string, string>][] = [
  [
    'a usual table',
    { id: 'BIGINT', 'port of call': 'VARCHAR', 'arrived "at"': 'DATE', 'cargo tonnes': 'DECIMAL(9,1)' },
  ],
  ['orders with lists', { placed: 'TIMESTAMP WITH TIME ZONE', items: 'STRUCT(product VARCHAR, n BIGINT)[]' }],
  ['a plain list', { order: 'BIGINT[]' }],
  ['text alone', { select: 'VARCHAR' }],
  ['what cannot be grouped by time', { at: 'TIME', on: 'BOOLEAN' }],
  ['nothing to work with', { x: 'BLOB' }],
]

test.each(tables)('three examples for %s run as they stand', async (_name, columns) => {
  const connection = await (await DuckDBInstance.create()).connect()
  const infos = Object.entries(columns).map(([name, sql_type]): ColumnInfo => {
    return { name, source_name: name, sql_type, kind: kinds[sql_type] ?? 'numeric', null_count: 0 }
  })
  const definition = infos.map(({ name, sql_type }) => `"${name.replaceAll('"', '""')}" ${sql_type}`)
  await connection.run(`CREATE TABLE data (${definition.join(', ')})`)
  const examples = exampleQueries(infos, undefined)
  expect(examples).toHaveLength(3)
  expect(new Set(examples.map(({ title }) => title)).size).toBe(3)
  for (const { sql } of examples) await connection.run(sql)
})
