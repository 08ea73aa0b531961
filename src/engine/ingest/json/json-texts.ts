import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mostUnpacked } from '../archive/most-unpacked.ts'
import { copyTexts, type TextsRequest } from '../copy-texts.ts'
import { longestLine, plainSource } from '../csv/text-source.ts'
import { openJsonText } from './json-text.ts'
import { locateRecords } from './locate-records.ts'
import { readLoosely } from './read-loosely.ts'
import { writeRecords } from './read-records.ts'

/**
 * Writes every cell of a JSON text as the file wrote it to a Parquet table of texts: numbers and nested values letter by
 * letter, strings without their quotes and escapes, null where null or nothing stands. The file is read as it was for the
 * table, so its options must be the same.
 */
export async function writeJsonTexts(request: TextsRequest): Promise<void> {
  const { file, reading, workDir, signal } = request
  const target = join(workDir, 'records.csv')
  const written = await readLoosely(await openJsonText(file, reading, signal), async (text) =>
    writeRecords(
      text,
      await locateRecords(text, reading),
      { isFlat: reading.nested === 'flatten', isAsWritten: true, onRecord: () => {}, onRepeated: () => {} },
      {
        target,
        mostBytes: mostUnpacked((await stat(file)).size),
        broken: () => {},
        afterPiece: async () => signal?.throwIfAborted(),
        restart: async () => {},
      },
    ),
  )
  const { keys, rows } = written
  const source = plainSource(target, Math.max(keys.length, 2), longestLine(rows.longestRecord()))
  await copyTexts(request, { ...source, width: keys.length, isPadded: keys.length === 1 })
}
