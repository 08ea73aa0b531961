import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { plainText } from './plain-text.ts'
import { type RecordView, scanRecords } from './scan-records.ts'
import { plainSource, type TextSource } from './text-source.ts'

/** A source is not as even as it must be to be read where it lies. */
export class UnevenSourceError extends Error {
  override name = 'UnevenSourceError'
}

const columnsInSlice = 250
const mostSlices = 128
const chunkBytes = 2 ** 20
const flushAt = 2 ** 18
const LF = 10

/**
 * Cuts a source of several columns lengthwise into files of `workDir` with some of its columns each, since a statement
 * about very many columns takes DuckDB longer than many about few. Throws `UnevenSourceError` where a record is not as
 * wide as the table or wrongly quoted.
 */
export async function cutColumns(source: TextSource, workDir: string, signal?: AbortSignal): Promise<TextSource[]> {
  const { dialect, width, longestLine } = source
  const sliceWidth = Math.max(columnsInSlice, Math.ceil(width / mostSlices))
  const slices = Array.from({ length: Math.ceil(width / sliceWidth) }, (_, index) => {
    const first = index * sliceWidth
    const columns = Math.min(sliceWidth, width - first)
    const slice = plainSource(join(workDir, `texts-${first}.csv`), columns, longestLine, first)
    return { slice, text: plainText(dialect, columns, first) }
  })
  const takeRecord = (record: RecordView) => {
    if (record.kind === 'blank') return
    if (record.kind !== 'values' || record.isStray || record.fieldCount !== width) {
      throw new UnevenSourceError(`Line ${record.line} is no record of the table.`)
    }
    for (const { text } of slices) text.add(record)
  }
  const scanner = scanRecords(dialect, takeRecord, width)
  const files: FileHandle[] = []
  try {
    for (const { slice } of slices) files.push(await open(slice.file, 'w'))
    const flush = async (from: number) => {
      for (const [index, { text }] of slices.entries()) {
        if (text.byteLength() >= from) await files[index]?.writeFile(text.take())
      }
    }
    let isFirst = true
    let linesToSkip = source.skipLines
    for await (const chunk of createReadStream(source.file, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted()
      let at = isFirst && hasMark(chunk) ? 3 : 0
      isFirst = false
      while (linesToSkip > 0 && at < chunk.length) {
        const lineEnd = chunk.indexOf(LF, at)
        if (lineEnd >= 0) linesToSkip--
        at = lineEnd < 0 ? chunk.length : lineEnd + 1
      }
      scanner.push(chunk.subarray(at))
      await flush(flushAt)
    }
    scanner.end()
    await flush(0)
  } finally {
    for (const file of files) await file.close()
  }
  return slices.map(({ slice }) => slice)
}

function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}
