import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import type { Receipt } from '../../shared/receipt.ts'
import { jsonTypeOf } from '../column-kind-of.ts'
import { type DuckDb, openDuckDb } from '../duckdb.ts'
import { toJsonValue } from '../json-value.ts'
import { parquetSql, quoteText } from '../sql-text.ts'
import { ingestFile } from './ingest-file.ts'
import { rejectsFileOf } from './rejects-file.ts'
import { sourceTextsFileOf } from './source-texts-file.ts'
import { writeSourceTexts } from './write-source-texts.ts'

/** A file beside its answer is a case: what `expected` names must be so, what it leaves out may be anything. */
type Expected = {
  reading?: ReadingOptions
  error?: string
  format?: Partial<Receipt['format']>
  columns?: string[]
  source_names?: string[]
  rows?: unknown[][]
  lines?: Partial<Receipt['lines'] & object>
  reported?: Partial<Receipt['reported']>
  rows_rejected?: number
  rejects?: Record<string, unknown>[]
  texts?: (string | null)[][]
  parts?: Record<string, unknown>[]
  evidence?: Record<string, string>
  null_values?: Record<string, Record<string, number>>
  questions?: string[]
  units?: Record<string, string>
  decided?: Record<string, string>
}

const folder = join(import.meta.dirname, '../../../fixtures/ingest')
const files = readdirSync(folder)
const cases = files
  .filter((file) => file.endsWith('.expected.json'))
  .map((file) => file.slice(0, -'.expected.json'.length))

describe('golden files', () => {
  const workDir = mkdtempSync(join(tmpdir(), 'datalens-golden-'))
  let duck: DuckDb

  beforeAll(async () => {
    mkdirSync(join(workDir, 'spill'))
    duck = await openDuckDb({ threads: 1, memoryLimitBytes: 256e6, tempDir: join(workDir, 'spill') })
  })

  afterAll(() => {
    duck.close()
    rmSync(workDir, { recursive: true })
  })

  test('every file has its answer beside it', () => {
    const orphans = files.filter((file) => !cases.some((name) => file.startsWith(`${name}.`)))
    expect(orphans).toEqual([])
  })

  test.each(cases)('%s', async (name) => {
    const { reading, ...expected }: Expected = JSON.parse(readFileSync(join(folder, `${name}.expected.json`), 'utf8'))
    const file = files.find((other) => other.startsWith(`${name}.`) && other !== `${name}.expected.json`) as string
    const tableFile = join(workDir, `${name}.parquet`)
    const request = {
      file: join(folder, file),
      originalName: file,
      tableFile,
      workDir,
      threads: 1,
      memoryLimitBytes: 256e6,
      reading,
    }
    if (expected.error !== undefined) {
      await expect(ingestFile(request)).rejects.toMatchObject({ code: expected.error })
      return
    }
    const { columns, receipt, parts } = await ingestFile(request)
    const found: Expected = {
      format: receipt.format,
      columns: columns.map(({ name, sql_type }) => `${name} ${sql_type}`),
      source_names: columns.map(({ source_name }) => source_name),
      rows: await readRows(tableFile),
      ...(receipt.lines ? { lines: receipt.lines } : {}),
      reported: receipt.reported,
      rows_rejected: receipt.rows_rejected,
      rejects: expected.rejects ? await readRejects(tableFile) : [],
      texts: expected.texts ? await readTexts(request, columns, receipt.rows_loaded) : [],
      parts,
      evidence: Object.fromEntries(receipt.format.evidence.map(({ what, chosen }) => [what, chosen])),
      null_values: Object.fromEntries(
        receipt.columns
          .filter(({ null_values }) => null_values.length > 0)
          .map(({ name, null_values }) => [
            name,
            Object.fromEntries(null_values.map(({ text, count }) => [text, count])),
          ]),
      ),
      questions: receipt.questions.map(({ column, chosen }) => `${column}: ${chosen}`),
      units: Object.fromEntries(receipt.columns.flatMap(({ name, unit }) => (unit === null ? [] : [[name, unit]]))),
      decided: Object.fromEntries(receipt.columns.map(({ name, decided_by }) => [name, decided_by])),
    }
    expect(found).toMatchObject(expected)
    for (const exact of ['null_values', 'units'] as const) {
      if (expected[exact]) expect(found[exact]).toEqual(expected[exact])
    }
    expect(receipt.rows_loaded).toBe(found.rows?.length)
    if (receipt.lines) {
      const { total, ...parts } = receipt.lines
      expect(Object.values(parts).reduce((sum, lines) => sum + lines, 0)).toBe(total)
    }
  })

  async function readRejects(tableFile: string): Promise<Record<string, unknown>[]> {
    const file = rejectsFileOf(tableFile)
    if (!existsSync(file)) return []
    const answer = await duck.query(`SELECT * REPLACE (to_json(surplus)::VARCHAR AS surplus) FROM ${parquetSql(file)}`)
    return answer.rows.map((row) =>
      Object.fromEntries(
        row.map((value, index) => [answer.columns[index]?.name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    )
  }

  async function readTexts(
    request: Parameters<typeof ingestFile>[0],
    columns: { name: string }[],
    rowCount: number,
  ): Promise<(string | null)[][]> {
    const names = columns.map(({ name }) => name)
    await writeSourceTexts({ ...request, reading: request.reading ?? {}, names, rowCount })
    const { rows } = await duck.query(`FROM ${parquetSql(sourceTextsFileOf(request.tableFile))}`)
    return rows as (string | null)[][]
  }

  async function readRows(tableFile: string): Promise<unknown[][]> {
    const { columns, rows } = await duck.query(`FROM read_parquet(${quoteText(tableFile)})`)
    const jsonTypes = columns.map(({ sqlType }, index) =>
      jsonTypeOf(
        sqlType,
        rows.some((row) => typeof row[index] === 'bigint' && !Number.isSafeInteger(Number(row[index]))),
      ),
    )
    return rows.map((row) =>
      row.map((value, index) => toJsonValue(value, columns[index]?.sqlType ?? '', jsonTypes[index] ?? 'string')),
    )
  }
})
