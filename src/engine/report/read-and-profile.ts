import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import { type Reject, rejectSchema } from '../../shared/rejects.ts'
import { mostReportedLines, type Report } from '../../shared/report.ts'
import { ingestFile } from '../ingest/ingest-file.ts'
import { rejectsFileOf } from '../ingest/rejects-file.ts'
import type { LoadLimits } from '../load-limits.ts'
import { profileTable } from '../profile/profile-table.ts'
import { answerRows } from '../query/answer-rows.ts'
import { openTable } from '../query/open-table.ts'

/** A file to read and profile; `workDir` exists, and everything that is made on the way stays in it. */
export type ProfileFileRequest = LoadLimits & { file: string; name: string; workDir: string; reading: ReadingOptions }

/** What a report says of the file and its table. */
export type FileFindings = Pick<Report, 'receipt' | 'profile' | 'rejects'>

/** How far it is: the share of the file that was read, then of the columns that were profiled. */
export type ProfileFileProgress = { stage: 'reading' | 'profiling'; share: number }

/** Reads a file of any format into a table, profiles it, and says what was not read as it stands. */
export async function readAndProfile(
  { file, name, workDir, reading, ...limits }: ProfileFileRequest,
  onProgress: (progress: ProfileFileProgress) => void,
): Promise<FileFindings> {
  const tableFile = join(workDir, 'table.parquet')
  const { columns, receipt } = await ingestFile({
    ...limits,
    ...{ file, workDir, tableFile, reading, originalName: name },
    onProgress: ({ bytesDone, bytesTotal }) =>
      onProgress({ stage: 'reading', share: bytesTotal === 0 ? 0 : bytesDone / bytesTotal }),
  })
  const profile = await profileTable({
    ...limits,
    ...{ workDir, tableFile, columns },
    onProgress: ({ columnsDone, columnCount }) => onProgress({ stage: 'profiling', share: columnsDone / columnCount }),
  })
  return { receipt, profile, rejects: await firstRejects(rejectsFileOf(tableFile), workDir) }
}

async function firstRejects(file: string, workDir: string): Promise<Report['rejects']> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) return { total: 0, items: [] }
  const limits = { threads: 1, memoryLimitBytes: 128 * 2 ** 20, maxTempBytes: 2 ** 30, tempDir: join(workDir, 'spill') }
  const table = await openTable(file, limits)
  try {
    const names = Object.keys(rejectSchema.shape)
    const { rows, total } = await answerRows(table, {
      ...{ tableFile: file, columns: names, sort: [], offset: 0, limit: mostReportedLines },
    })
    return {
      total,
      items: rows.map((row) => Object.fromEntries(names.map((key, index) => [key, row[index]])) as Reject),
    }
  } finally {
    table.close()
  }
}
