import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory, writeTableFile } from '../../../test/table-file.ts'
import { exportFormats } from '../../shared/export-format.ts'
import { openTable } from '../query/open-table.ts'
import { copySql, type ExportQuestion, exportRows } from './export-sql.ts'
import { textStream } from './text-stream.ts'

const oddTexts = [
  ...[
    'plain',
    '',
    ' a ',
    'a,b',
    'a\tb',
    'a "b"',
    'a\nb',
    'a\rb',
    '#a',
    'a#',
    "'",
    '\\N',
    'null',
    '=1+1',
    '-1',
    '-x',
    '\0',
  ],
  ...['é', '\u2028', '\u0001', '{"n": 1.50}'],
]

/** Every kind of column in odd names. */
const cells = Array.from({ length: 6 }, (_, index) => {
  const name = (kind: string) => `"${kind} ${index}${['', ',', '""', '#', '\t', ' é'][index % 6]}"`
  return [
    `CASE WHEN i % 23 < 20 THEN texts[(i + ${index}) % 23 + 1] END AS ${name('=text')}`,
    `(i / 3)::DECIMAL(9,2) AS ${name('decimal')}`,
    `CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'nan'::DOUBLE WHEN 2 THEN '-inf'::DOUBLE ELSE 0.1 END AS ${name('double')}`,
    `CASE WHEN i % 3 > 0 THEN TIMESTAMPTZ '2024-01-31 13:05:00+02' + to_days(i) END AS ${name('moment')}`,
    `i % 2 = 0 AS ${name('truth')}`,
    `[{'a': i, 'b': 'x,"y"'}] AS ${name('list')}`,
    `('{"n": [1.50, "' || i || '"]}')::JSON AS ${name('json')}`,
    `9007199254740993 - i AS ${name('big')}`,
  ]
}).flat()

test('wide rows as text are byte for byte what DuckDB writes, of whatever rows and in whatever order', async () => {
  const directory = await temporaryDirectory()
  onTestFinished(() => directory.remove())
  const path = (name: string) => join(directory.path, name)
  const [tableFile, textsFile, copied] = [path('table.parquet'), path('texts.parquet'), path('copy')]
  const list = oddTexts.map((value) => `'${value.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}'`)
  const from = `FROM (SELECT i, [${list}] AS texts FROM range(60) AS r(i))`
  await writeTableFile(tableFile, `SELECT i AS number, ${cells.join(', ')} ${from}`)
  await writeTableFile(textsFile, `SELECT COLUMNS(*)::VARCHAR FROM '${tableFile}'`)
  const table = await openTable(tableFile, {
    ...{ threads: 1, memoryLimitBytes: 512 * 2 ** 20, maxTempBytes: 0, tempDir: path('spilled') },
    ...{ alsoPaths: [copied, textsFile], alsoDisabled: ['common_subexpressions'] },
  })
  onTestFinished(() => table.close())

  const expectSame = async (more: Partial<ExportQuestion>, bytes = 2 ** 20) => {
    const question = { tableFile, asText: false, format: 'csv' as const, guard: true, sort: [], ...more }
    const rows = await exportRows(table, question)
    await table.query(copySql(rows, question, copied))
    let written = 0
    const onRows = (count: number) => {
      written = count
    }
    const stream = textStream(table, rows, question, onRows, { width: 10, parts: 20, bytes })
    expect(await text(stream)).toBe(await readFile(copied, 'utf8'))
    return written
  }
  for (const format of exportFormats) {
    if (format === 'parquet' || format === 'arrow' || format === 'xlsx') continue
    expect(await expectSame({ format })).toBe(60)
  }
  const filter = { column: 'number', op: 'gte' as const, value: 20 }
  const sort = [
    { column: 'truth 0', descending: true },
    { column: 'number', descending: true },
  ]
  await expectSame({ format: 'json', filter, sort }, 10_000)
  await expectSame({ format: 'tsv', guard: false, asText: true, textsFile, filter, sort }, 10_000)
  await expectSame({ format: 'json', filter: { ...filter, value: 99 } })
})
