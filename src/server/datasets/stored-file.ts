import { mkdir, open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { rejectsFileOf } from '../../engine/ingest/rejects-file.ts'
import { sourceTextsFileOf } from '../../engine/ingest/source-texts-file.ts'
import type { Home } from '../home.ts'

/** Extensions a stored file may have; they only help a person who looks into the home. */
const extensions = new Set([
  'csv',
  'tsv',
  'tab',
  'txt',
  'json',
  'jsonl',
  'ndjson',
  'geojson',
  'parquet',
  'xlsx',
  'xlsm',
  'xlsb',
  'xls',
  'ods',
  'gz',
  'zst',
  'zip',
])

/** Directories of the home, as the database names them: relative, so that a copied home works wherever it lies. */
export const incomingDirectory = 'files/incoming'
export const originalsDirectory = 'files/originals'
export const tablesDirectory = 'files/tables'
export const workDirectory = 'tmp/ingest'
/** The orders of tables that people sorted and filtered; each can be worked out again. */
export const rowListsDirectory = 'tmp/row-lists'
/** What is made for one request and kept by none. */
export const previewsDirectory = 'tmp/previews'

/** The extension of a person's file name, when it is one that data files have. */
export const safeExtension = (originalName: string): string | undefined => {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(originalName)?.[1]?.toLowerCase()
  return extension !== undefined && extensions.has(extension) ? extension : undefined
}

/** The name under which an upload is kept: its id, never the person's file name. */
export const storedName = (uploadId: string, originalName: string): string =>
  `${uploadId}.${safeExtension(originalName) ?? 'bin'}`

export const incomingPath = (uploadId: string): string => `${incomingDirectory}/${uploadId}`
export const originalPath = (name: string): string => `${originalsDirectory}/${name}`

/** Every attempt writes a table of its own; the row names one only when that attempt has won. */
export const tablePath = (versionId: string, attempt: number): string =>
  `${tablesDirectory}/${versionId}-${attempt}.parquet`
export const workPath = (versionId: string, attempt: number): string => `${workDirectory}/${versionId}-${attempt}`

/** Where a path of the database lies on this machine. */
export const absolutePath = (home: Home, path: string): string => join(home.root, path)

/** Makes the directories that files are kept in. */
export const openFileStore = async (home: Home): Promise<void> => {
  for (const directory of [
    incomingDirectory,
    originalsDirectory,
    tablesDirectory,
    workDirectory,
    rowListsDirectory,
    previewsDirectory,
  ]) {
    await mkdir(absolutePath(home, directory), { recursive: true, mode: 0o700 })
  }
  await syncDirectory(home.files)
}

/** Removes what requests left that ended with their server. */
export const clearPreviews = async (home: Home): Promise<void> => {
  const directory = absolutePath(home, previewsDirectory)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { mode: 0o700 })
}

/** Makes a rename into `directory` survive a power cut. Windows has no such call and needs none. */
export const syncDirectory = async (directory: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(directory)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the entry of `file` in its directory survive a power cut. */
export const syncEntry = (file: string): Promise<void> => syncDirectory(dirname(file))

/** Everything that belongs to a table, by its path: itself, and what stands beside it. */
export const filesOfTable = (table: string): string[] => [table, rejectsFileOf(table), sourceTextsFileOf(table)]
