import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuckDb } from '../../src/engine/duckdb.ts'
import { collectRecords } from '../../src/engine/ingest/csv/collect-records.ts'
import { plainDialect } from '../../src/engine/ingest/csv/dialect.ts'
import { rewriteCsv } from '../../src/engine/ingest/csv/rewrite-csv.ts'
import { sniffCsv } from '../../src/engine/ingest/csv/sniff-csv.ts'
import { ingestFile } from '../../src/engine/ingest/ingest-file.ts'
import { parquetSql } from '../../src/engine/sql-text.ts'
import { UnreadableFileError } from '../../src/engine/unreadable-file-error.ts'
import { type Pollution, pollutions } from './pollutions.ts'
import { score } from './score.ts'

/** How well the files of one class were read, from 0 to 10: as texts, and as the table that the clean file gives. */
export type PollutionScore = {
  group: string
  files: number
  weight: number
  texts: number
  typed: number | null
  worst: number
  worstFile: string
}

const largeGroup = 100

/** Reads every polluted file without any settings. The tables themselves are made of a part of the large classes. */
export async function measurePollution(
  directory: string,
): Promise<{ scores: PollutionScore[]; texts: number; typed: number }> {
  const workDir = join(directory, 'pollution')
  await mkdir(join(workDir, 'spill'), { recursive: true })
  const groups = Map.groupBy(pollutions(), ({ group }) => group)
  const clean = await typedTable(workDir, (groups.get('clean') as Pollution[])[0] as Pollution)
  const scores: PollutionScore[] = []
  for (const [group, files] of groups) {
    const step = files.length > largeGroup ? 37 : 1
    let typed = 0
    let typedFiles = 0
    const texts: number[] = []
    for (const [index, file] of files.entries()) {
      await writeFile(join(workDir, 'polluted.csv'), file.bytes)
      texts.push(score(expectedTexts(file), await textsOf(workDir, file)))
      if (index % step > 0 || file.rows.length === 0) continue
      typed += score(expectedTable(file, clean ?? []), await typedTable(workDir, file))
      typedFiles++
    }
    const worst = Math.min(...texts)
    scores.push({
      group,
      files: files.length,
      weight: files.reduce((sum, { weight }) => sum + weight, 0),
      texts: texts.reduce((sum, one) => sum + one, 0) / texts.length,
      typed: typedFiles === 0 ? null : typed / typedFiles,
      worst,
      worstFile: files[texts.indexOf(worst)]?.name ?? '',
    })
  }
  await rm(workDir, { recursive: true })
  return { scores, texts: weighted(scores, ({ texts }) => texts), typed: weighted(scores, ({ typed }) => typed) }
}

function weighted(scores: PollutionScore[], figureOf: (score: PollutionScore) => number | null): number {
  const known = scores.filter((score) => figureOf(score) !== null)
  const total = known.reduce((sum, { weight }) => sum + weight, 0)
  return known.reduce((sum, score) => sum + score.weight * (figureOf(score) ?? 0), 0) / total
}

function expectedTexts({ names, rows }: Pollution): string[][] {
  return names ? [names, ...rows] : rows
}

/** The rows that the clean file gives, as many as the polluted one has; without names where it has none. */
function expectedTable({ names, rows }: Pollution, clean: string[][]): string[][] {
  return [...(names ? [names] : []), ...clean.slice(1, rows.length + 1)]
}

async function textsOf(workDir: string, { bytes }: Pollution): Promise<string[][] | undefined> {
  if (bytes.length === 0) return []
  const file = join(workDir, 'polluted.csv')
  const target = join(workDir, 'records.csv')
  const { encoding, dialect, table } = await sniffCsv(file)
  const isValid = encoding.encoding === 'utf-8'
  await rewriteCsv({ ...encoding, file, target, isValid, dialect: dialect.dialect, table })
  const records = collectRecords(await readFile(target), plainDialect, true).filter(({ kind }) => kind === 'values')
  const rows = records.map(({ fields }) => fields.slice(0, table.width).map((field) => field ?? ''))
  const names = Array.from({ length: table.width }, (_, column) => table.sourceNames[column] ?? '')
  return table.headerRecords > 0 ? [names, ...rows] : rows
}

async function typedTable(workDir: string, { bytes }: Pollution): Promise<string[][] | undefined> {
  const file = join(workDir, 'polluted.csv')
  const tableFile = join(workDir, 'table.parquet')
  await writeFile(file, bytes)
  const resources = { threads: 1, memoryLimitBytes: 256e6 }
  try {
    const { columns, receipt } = await ingestFile({
      ...resources,
      file,
      originalName: 'polluted.csv',
      tableFile,
      workDir,
    })
    const duck = await openDuckDb({ ...resources, tempDir: join(workDir, 'spill') })
    const { rows } = await duck.query(`SELECT COLUMNS(*)::VARCHAR FROM ${parquetSql(tableFile)}`)
    duck.close()
    const texts = rows.map((row) => row.map((value) => (value === null ? '' : String(value))))
    return receipt.format.header_rows > 0 ? [columns.map(({ source_name }) => source_name), ...texts] : texts
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined
    throw error
  }
}
