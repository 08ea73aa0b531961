import { access, mkdtemp, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { sourceTextsFileOf } from '../../engine/ingest/source-texts-file.ts'
import type { SourceTextsRequest } from '../../engine/ingest/write-source-texts.ts'
import { runInProcess } from '../../engine/run-in-process.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { Problem } from '../http/problem-error.ts'
import { type ReadyVersion, readingOf } from './get-version.ts'
import { absolutePath, previewsDirectory } from './stored-file.ts'

/** The cells of tables as their files wrote them. */
export interface SourceTexts {
  /** The table of these texts, made when it is first asked for; undefined for a file that holds no texts,
   * and for rows that steps have changed.
   */
  ofVersion(db: Db, version: ReadyVersion): Promise<string | undefined>
}

const entry = new URL(`../../engine/ingest/source-texts-process${extname(import.meta.url)}`, import.meta.url)
/** How long a request waits for texts that are being made; they are made on after it. */
const patienceMs = 20_000

export const createSourceTexts = (home: Home, stopping: AbortSignal): SourceTexts => {
  const underWay = new Map<string, Promise<boolean>>()
  let last: Promise<unknown> = Promise.resolve()

  const make = (request: Omit<SourceTextsRequest, 'workDir' | 'threads' | 'memoryLimitBytes' | 'signal'>) => {
    const known = underWay.get(request.tableFile)
    if (known) return known
    // One after the other: each reads a whole file.
    const made = last.then(async () => {
      const workDir = await mkdtemp(join(absolutePath(home, previewsDirectory), 'source-'))
      const resources = { workDir, threads: 2, memoryLimitBytes: 384 * 2 ** 20 }
      try {
        return await runInProcess<object, boolean>(entry, { ...request, ...resources }, { signal: stopping })
      } finally {
        await rm(workDir, { recursive: true, force: true })
      }
    })
    underWay.set(request.tableFile, made)
    last = made.catch(() => {}).finally(() => underWay.delete(request.tableFile))
    return made
  }

  return {
    async ofVersion(db, { versionId, originalFilename: originalName, filePath, tablePath, rowCount, hasSteps }) {
      if (hasSteps) return undefined
      const { columns: names, options: reading } = await readingOf(db, versionId)
      const tableFile = absolutePath(home, tablePath)
      const request = { file: absolutePath(home, filePath), originalName, reading, tableFile, names, rowCount }
      const target = sourceTextsFileOf(request.tableFile)
      const isThere = await access(target).then(
        () => true,
        () => false,
      )
      if (isThere) return target
      const timer = Promise.withResolvers<'late'>()
      const timeout = setTimeout(() => timer.resolve('late'), patienceMs)
      const outcome = await Promise.race([make(request), timer.promise]).finally(() => clearTimeout(timeout))
      if (outcome === 'late') throw beingMade()
      return outcome ? target : undefined
    },
  }
}

const beingMade = () =>
  new Problem('busy', 'The texts of this file are being read for the first time. Ask again in some seconds.', {
    headers: { 'retry-after': '5' },
  })
