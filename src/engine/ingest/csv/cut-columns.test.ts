import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDirectory } from '../../../../test/table-file.ts'
import { type DuckDb, openDuckDb } from '../../duckdb.ts'
import { cutColumns, UnevenSourceError } from './cut-columns.ts'
import { plainDialect } from './dialect.ts'
import { columnsOf, type TextSource, textSourceSql } from './text-source.ts'

let duck: DuckDb
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
beforeAll(async () => {
  directory = await temporaryDirectory()
  duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(directory.path, 'spill') })
})
afterAll(async () => {
  duck.close()
  await directory.remove()
})

const width = 501
const names = `${Array.from({ length: width }, (_, column) => `"name\n${column}"`)}\n`

function source(content: string): TextSource {
  const file = join(directory.path, 'source.csv')
  writeFileSync(file, content)
  return { file, dialect: plainDialect, width, skipLines: width + 1, isPadded: false }
}

test('slices hold what the whole does: quotes, commas, line ends, empty texts and nulls', async () => {
  const cells = [
    ['1', '1'],
    ['', null],
    ['""', ''],
    ['"a ""b"" c"', 'a "b" c'],
    ['"x,y"', 'x,y'],
    ['"two\nlines"', 'two\nlines'],
    ['é😀', 'é😀'],
    [' "', ' "'],
    ['0017', '0017'],
  ]
  const row = (first: number) => Array.from({ length: width }, (_, column) => cells[(first + column) % cells.length])
  const rows = Array.from({ length: 400 }, (_, first) => row(first))
  const lines = rows.map((values) => `${values.map((value) => value?.[0])}\n`)
  const whole = source(`\ufeff${names}${lines.slice(0, 7).join('')}\n${lines.slice(7).join('')}`)
  const slices = await cutColumns(whole, directory.path)
  expect(slices.map(({ first, width: columns }) => [first, columns])).toEqual([
    [0, 250],
    [250, 250],
    [500, 1],
  ])
  for (const slice of slices) {
    const columns = columnsOf(slice)
    const answer = await duck.query(`SELECT ${columns.map((column) => `c${column}`)} FROM ${textSourceSql(slice)}`)
    expect(answer.rows).toEqual(rows.map((values) => columns.map((column) => values[column]?.[1])))
  }
})

test('what is not as wide as the table, or wrongly quoted, is refused', async () => {
  const row = `${Array.from({ length: width }, () => 'x')}`
  for (const wrong of [row.slice(2), `${row},x`, row.replace('x', '"x'), row.replace('x,x', '"x","x"y",z')]) {
    await expect(cutColumns(source(`${names}${row}\n${wrong}\n${row}\n`), directory.path)).rejects.toThrow(
      UnevenSourceError,
    )
  }
})
