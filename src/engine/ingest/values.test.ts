import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DuckDb, openDuckDb } from '../duckdb.ts'
import { quoteText } from '../sql-text.ts'
import { ingestFile } from './ingest-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-values-'))
const columnsPerFile = 8
const rowsPerFile = 12
let duck: DuckDb

beforeAll(async () => {
  mkdirSync(join(folder, 'spill'))
  duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(folder, 'spill') })
})

afterAll(() => {
  duck.close()
  rmSync(folder, { recursive: true })
})

/** A column as a file writes it, and its values as DuckDB prints them. */
type Written = { texts: string[]; values: string[] }

async function readBack(columns: Written[]): Promise<string[][]> {
  const file = join(folder, 'upload')
  const tableFile = join(folder, 'table.parquet')
  const line = (cells: string[]) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`
  const names = columns.map((_, index) => `name ${index}`)
  const rows = Array.from({ length: rowsPerFile }, (_, row) => columns.map(({ texts }) => texts[row] as string))
  writeFileSync(file, line(names) + rows.map(line).join(''))
  await ingestFile({ file, originalName: 'x', tableFile, workDir: folder, threads: 1, memoryLimitBytes: 256e6 })
  const printed = names.map((name) => `CAST("${name}" AS VARCHAR)`).join(', ')
  const answer = await duck.query(`SELECT ${printed} FROM read_parquet(${quoteText(tableFile)})`)
  return columns.map((_, column) => answer.rows.map((row) => row[column] as string))
}

const numberStyle = fc.record({
  decimal: fc.constantFrom('.', ','),
  thousands: fc.constantFrom(',', '.', ' ', '\u00a0', '\u202f', "'", '’'),
  negative: fc.constantFrom('-', '−', '()', 'behind'),
  unit: fc.constantFrom('', '%', ' %', '€', ' €', '$…', 'CHF …', ' SEK', '£…'),
  scale: fc.constantFrom(1, 2, 4),
})
type NumberStyle = typeof numberStyle extends fc.Arbitrary<infer Style> ? Style : never

function written({ decimal, thousands, negative, unit, scale }: NumberStyle, value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  const whole = digits.slice(0, -scale).replaceAll(/\B(?=(\d{3})+$)/g, thousands)
  const number = `${whole}${decimal}${digits.slice(-scale)}`
  const plain = unit.endsWith('…') ? unit.replace('…', number) : `${number}${unit}`
  if (value >= 0n) return plain
  if (negative === '()') return `(${plain})`
  return negative === 'behind' ? `${plain}-` : `${negative}${plain}`
}

function plainDecimal(value: bigint, scale: number): string {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The first number tells which mark is which; one in parentheses throughout would be no negative. */
const numberColumn = fc
  .tuple(
    numberStyle.filter(({ decimal, thousands }) => decimal !== thousands),
    fc.array(fc.bigInt(-(10n ** 14n), 10n ** 14n), { minLength: rowsPerFile - 1, maxLength: rowsPerFile - 1 }),
  )
  .map(([style, others]): Written => {
    const values = [1_234_567_891n, ...others]
    return {
      texts: values.map((value) => written(style, value)),
      values: values.map((value) => plainDecimal(value, style.scale)),
    }
  })

test('numbers written in any national way are read as they are meant', async () => {
  const columns = fc.array(numberColumn, { minLength: columnsPerFile, maxLength: columnsPerFile })
  await fc.assert(
    fc.asyncProperty(columns, async (file) => {
      expect(await readBack(file)).toEqual(file.map(({ values }) => values))
    }),
    { numRuns: 12 },
  )
})

const locales = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'] as const
const pad = (part: number) => String(part).padStart(2, '0')

type DateParts = { year: number; month: number; day: number }
const dateWriters = {
  'day first': ({ year, month, day }: DateParts, mark: string) => `${pad(day)}${mark}${pad(month)}${mark}${year}`,
  'month first': ({ year, month, day }: DateParts, mark: string) => `${month}${mark}${day}${mark}${year}`,
  'year first': ({ year, month, day }: DateParts, mark: string) => `${year}${mark}${pad(month)}${mark}${pad(day)}`,
  'two digits': ({ year, month, day }: DateParts, mark: string) =>
    `${pad(day)}${mark}${pad(month)}${mark}${pad(year % 100)}`,
}

const dateStyle = fc.record({
  locale: fc.constantFrom(...locales),
  length: fc.constantFrom('long', 'short'),
  way: fc.constantFrom('named', 'named', ...(Object.keys(dateWriters) as (keyof typeof dateWriters)[])),
  mark: fc.constantFrom('/', '.', '-'),
  clock: fc.constantFrom('', ' H:M', ' H:M:S', ' h:M p'),
})
type DateStyle = typeof dateStyle extends fc.Arbitrary<infer Style> ? Style : never

function writtenDate({ locale, length, way, mark }: DateStyle, parts: DateParts): string {
  if (way !== 'named') return dateWriters[way](parts, mark)
  const at = new Date(Date.UTC(parts.year, parts.month - 1, parts.day))
  const options = { day: 'numeric', month: length, year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, options).format(at)
}

function writtenClock(clock: string, hour: number, minute: number, second: number): string {
  return clock
    .replace('H', pad(hour))
    .replace('h', String(hour % 12 === 0 ? 12 : hour % 12))
    .replace('M', pad(minute))
    .replace('S', pad(second))
    .replace('p', hour < 12 ? 'AM' : 'pm')
}

/** Two digits tell the century of these years, and the last of December which part is the day. */
const dateColumn = fc
  .tuple(
    dateStyle,
    fc.array(fc.date({ min: new Date('1970-01-01'), max: new Date('2029-12-30'), noInvalidDate: true }), {
      minLength: rowsPerFile - 1,
      maxLength: rowsPerFile - 1,
    }),
  )
  .map(([style, others]): Written => {
    const clock = style.clock
    const dates = [new Date('1999-12-31T13:05:07Z'), ...others]
    const texts = dates.map((date) => {
      const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
      const time = writtenClock(clock, date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds())
      return `${writtenDate(style, parts)}${time}`
    })
    const values = dates.map((date) => {
      const iso = date.toISOString()
      if (clock === '') return iso.slice(0, 10)
      return `${iso.slice(0, 10)} ${iso.slice(11, 16)}:${clock.includes('S') ? iso.slice(17, 19) : '00'}`
    })
    return { texts, values }
  })

test('dates written in seven languages and every order are read as they are meant', async () => {
  const columns = fc.array(dateColumn, { minLength: columnsPerFile, maxLength: columnsPerFile })
  await fc.assert(
    fc.asyncProperty(columns, async (file) => {
      expect(await readBack(file)).toEqual(file.map(({ values }) => values))
    }),
    { numRuns: 12 },
  )
})
