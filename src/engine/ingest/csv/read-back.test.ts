import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { collectRecords } from './collect-records.ts'
import { plainDialect } from './dialect.ts'
import { reportLog } from './report-log.ts'
import { rewriteCsv } from './rewrite-csv.ts'
import { sniffCsv } from './sniff-csv.ts'

const runs = { numRuns: 500 }
const workDir = mkdtempSync(join(tmpdir(), 'datalens-read-back-'))
afterAll(() => rmSync(workDir, { recursive: true }))

/** Columns as files have them; some of their values hold every delimiter and quote there is. */
const columns = {
  integer: fc.nat(99_999).map(String),
  decimal: fc.nat(99_999).map((n) => (n / 100).toFixed(2)),
  date: fc.integer({ min: 10, max: 28 }).map((day) => `2024-03-${day}`),
  clock: fc.integer({ min: 10, max: 23 }).map((hour) => `${hour}:30`),
  word: fc.constantFrom('alpha', 'beta', 'Zürich', "O'Hara", 'naïve'),
  text: fc.constantFrom(
    'one, two',
    'a; b; c',
    'he said "hi"',
    'two\nlines',
    'x|y',
    'plain text',
    "it's ok",
    '"all"',
    '',
  ),
  code: fc.nat(9999).map((n) => `KX-${n}`),
  address: fc.nat(999).map((n) => `https://harbour.example/${n}?a=1&b=2`),
}
const kinds = Object.keys(columns) as (keyof typeof columns)[]
const typed = ['integer', 'decimal', 'date'] as const

const table = fc
  .tuple(fc.constantFrom(...typed), fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 7 }))
  .chain(([first, others]) => {
    const chosen = [first, ...others]
    const row = fc.tuple(...chosen.map((kind) => columns[kind]))
    return fc.record({
      names: fc.constant(chosen.map((kind, index) => `${kind} ${index}`)),
      rows: fc.array(row, { minLength: 3, maxLength: 25 }),
    })
  })

const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|', '^', '~', '||'),
  quote: fc.constantFrom('"', '"', "'"),
  isEscaped: fc.boolean(),
  quotesAll: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  hasFinalEnd: fc.boolean(),
  bom: fc.constantFrom('', '', '\ufeff'),
  isUtf16: fc.boolean(),
  preamble: fc.constantFrom([], [], ['Report of the harbour', '']),
  footer: fc.constantFrom([], [], ['', 'Source: harbour office']),
})

test('a table is read back cell by cell from whatever form it was written in', async () => {
  await fc.assert(
    fc.asyncProperty(table, form, async ({ names, rows }, written) => {
      const { delimiter, quote, isEscaped, quotesAll, lineEnd, hasFinalEnd, bom, isUtf16, preamble, footer } = written
      const mark = isEscaped ? '\\' : quote
      const cell = (text: string) => {
        const isNeeded = text.includes(delimiter) || /["'\r\n\\]/.test(text)
        return quotesAll || isNeeded ? quote + text.replaceAll(quote, mark + quote) + quote : text
      }
      const lines = [...preamble, ...[names, ...rows].map((row) => row.map(cell).join(delimiter)), ...footer]
      const text = lines.join(lineEnd) + (hasFinalEnd ? lineEnd : '')
      const file = join(workDir, 'file.csv')
      writeFileSync(file, isUtf16 ? Buffer.from(`\ufeff${text}`, 'utf16le') : bom + text)
      expect(await readBack(file)).toEqual([names, ...rows])
    }),
    runs,
  )
})

test('every line is counted once, whatever the bytes', async () => {
  const piece = fc.constantFrom(
    'a',
    '1',
    '2.5',
    ',',
    ';',
    '"',
    "'",
    '\n',
    '\r',
    '\r\n',
    ' ',
    '#',
    '\t',
    'x,1\n',
    'y,2\n',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 60 }), async (pieces) => {
      const text = pieces.join('')
      const file = join(workDir, 'any.csv')
      writeFileSync(file, text)
      const { ledger, skipped } = await readAll(file)
      const parts = text.split(/\r\n|\r|\n/)
      const { preambleLines, headerLines, unitsLines, blankLines, commentLines, footerLines, dataLines } = ledger
      expect(ledger.lines).toBe(parts.length - (parts.at(-1) === '' ? 1 : 0))
      const notData = preambleLines + unitsLines + blankLines + commentLines + footerLines
      expect(notData + headerLines + dataLines).toBe(ledger.lines)
      expect(skipped).toBeLessThanOrEqual(notData + headerLines)
    }),
    runs,
  )
})

async function readAll(file: string) {
  const sniffed = await sniffCsv(file)
  const { encoding, dialect, table: found } = sniffed
  const target = join(workDir, 'records.csv')
  const reports = reportLog(join(workDir, 'reports.ndjson'))
  const isValid = encoding.encoding === 'utf-8'
  const ledger = await rewriteCsv({
    ...encoding,
    file,
    target,
    isValid,
    dialect: dialect.dialect,
    table: found,
    reports,
  })
  await reports.close()
  const lines = reports.count() === 0 ? [] : readFileSync(reports.file, 'utf8').trimEnd().split('\n')
  const skipped = lines.filter((line) => JSON.parse(line).scope === 'skipped').length
  return { ledger, skipped, table: found, records: collectRecords(readFileSync(target), plainDialect, true) }
}

async function readBack(file: string): Promise<string[][]> {
  const { table: found, records } = await readAll(file)
  const values = records.filter(({ kind }) => kind === 'values')
  const rows = values.map(({ fields }) => fields.slice(0, found.width).map((field) => field ?? ''))
  return found.headerRecords > 0 ? [found.sourceNames.map((name) => name ?? ''), ...rows] : rows
}
