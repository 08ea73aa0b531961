import { CompletionContext } from '@codemirror/autocomplete'
import { sql } from '@codemirror/lang-sql'
import { EditorState } from '@codemirror/state'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import type { ColumnKind } from '../../shared/column-kind.ts'
import { sqlAggregates, sqlFunctions, sqlTableFunctions } from '../../shared/sql-functions.ts'
import { completeSql } from './complete-sql.ts'
import { duckdbDialect } from './duckdb-dialect.ts'
import { functions, quotedWords, types } from './duckdb-words.ts'
import type { QueryTable } from './query-table.ts'
import { quoteName } from './quote-name.ts'

const table = (alias: string, columns: Record<string, ColumnKind>): QueryTable => ({
  alias,
  datasetId: alias,
  title: `The ${alias}`,
  columns: Object.entries(columns).map(([name, kind]) => {
    return { name, source_name: name, sql_type: kind === 'text' ? 'VARCHAR' : 'BIGINT', kind, null_count: 0 }
  }),
})

const tables = [
  table('data', { port: 'text', 'cargo tonnes': 'numeric', order: 'numeric' }),
  table('ships', { port: 'text', built: 'numeric' }),
]

/** What is offered at `|`, as it is inserted. */
const offeredAt = (text: string, explicit = false): string[] => {
  const position = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: [sql({ dialect: duckdbDialect })] })
  const found = completeSql(new CompletionContext(state, position, explicit), tables)
  return (found?.options ?? []).map(({ label, apply }) => (typeof apply === 'string' ? apply : label))
}

test('columns are offered as SQL writes them, of several tables with the table', () => {
  const offered = offeredAt('SELECT c|')
  expect(offered).toEqual(expect.arrayContaining(['"cargo tonnes"', '"order"', 'built', 'data.port', 'ships.port']))
  expect(offered).toEqual(expect.arrayContaining(['count', 'date_trunc', 'GROUP BY', 'VARCHAR', 'ships']))
})

test.each([
  ['SELECT ships.| FROM ships'],
  ['SELECT ships.bu| FROM ships'],
  ['SELECT s.| FROM data JOIN ships AS s USING (port)'],
  ['SELECT "s".| FROM ships s'],
])('%s offers the columns of that table alone', (text) => expect(offeredAt(text)).toEqual(['port', 'built']))

test.each([['SELECT * FROM d|'], ['SELECT * FROM data AS a JOIN |'], ['SELECT * FROM data, |']])(
  '%s offers tables',
  (text) => expect(offeredAt(text, true)).toEqual(['data', 'ships']),
)

test.each([["SELECT 'po|'"], ['SELECT 1 -- po|'], ['SELECT 12|'], ['SELECT nobody.|'], ['SELECT |']])(
  '%s offers nothing',
  (text) => expect(offeredAt(text)).toEqual([]),
)

test('of thousands of columns those are offered that fit what is typed', () => {
  const names = Array.from({ length: 5000 }, (_, index) => [`c${index}`, 'numeric'] as const)
  const wide = [table('data', Object.fromEntries(names))]
  const state = EditorState.create({ doc: 'SELECT c4999', extensions: [sql({ dialect: duckdbDialect })] })
  const found = completeSql(new CompletionContext(state, 12, false), wide)
  expect(found?.options.map(({ label }) => label)).toContain('c4999')
  expect(found?.options.length).toBeLessThan(1000)
  expect(found?.validFor).toBeUndefined()
})

test('a quoted name is offered from its first quote on', () => {
  const state = EditorState.create({ doc: 'SELECT "car', extensions: [sql({ dialect: duckdbDialect })] })
  expect(completeSql(new CompletionContext(state, 11, false), tables)?.from).toBe(7)
})

test('the words are those of DuckDB, the functions those that a query may call', async () => {
  const connection = await (await DuckDBInstance.create()).connect()
  const read = async (text: string) => (await connection.runAndReadAll(text)).getRows().flat().map(String)
  const reserved = await read("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'")
  expect([...quotedWords].toSorted()).toEqual(reserved.toSorted())
  const bySyntax = ['coalesce', 'cast', 'try_cast', 'extract', 'nullif', 'ifnull', 'if', 'try']
  const windows = await read("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'window'")
  const known = new Set([...sqlFunctions, ...sqlAggregates, ...sqlTableFunctions, ...windows])
  const names = functions.map((signature) => signature.replace(/\(.*/, ''))
  expect(names.filter((name) => !known.has(name) && !bySyntax.includes(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  for (const type of types) await connection.run(`SELECT NULL::${type}`)
})

test.each(['port', 'Port_2', '_x', 'cargo tonnes', 'order', 'time', 'a"b', '2024', 'größe', '', 'a.b', '📦'])(
  'the name %j stands for its column',
  async (name) => {
    const connection = await (await DuckDBInstance.create()).connect()
    const always = `"${name.replaceAll('"', '""')}"`
    if (name === '') return expect(quoteName(name)).toBe('""')
    const answer = await connection.runAndReadAll(`SELECT ${quoteName(name)} FROM (SELECT 7 AS ${always}) t`)
    expect(answer.getRows()).toEqual([[7]])
  },
)
