import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { DuckDb } from '../../duckdb.ts'
import { quoteText } from '../../sql-text.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { fieldOf, readThrift } from './thrift.ts'

const headerBytes = 16 * 1024
const mostPage = 2 ** 31 - 1

/** Checks every page of a file whose pages have checksums, which DuckDB does not. Throws `UnreadableFileError`. */
export async function checkPages(duck: DuckDb, file: string, signal: AbortSignal | undefined): Promise<void> {
  const { rows } = await duck.query(
    `SELECT path_in_schema, least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset)),
      total_compressed_size FROM parquet_metadata(${quoteText(file)})`,
    { signal },
  )
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    for (const [column, start, length] of rows) {
      signal?.throwIfAborted()
      const end = Math.min(Number(start) + Number(length), size)
      if (!(await checkChunk(handle, Number(start), end, String(column)))) return
    }
  } finally {
    await handle.close()
  }
}

/** Checks the pages of one chunk; false when they have no checksums. */
async function checkChunk(handle: FileHandle, start: number, end: number, column: string): Promise<boolean> {
  for (let at = start; at < end; ) {
    const page = await readHeader(handle, at, end)
    if (!page) return true
    if (page.checksum === undefined) return false
    const { buffer } = await handle.read(Buffer.allocUnsafe(page.length), 0, page.length, at + page.headerLength)
    if (crc32(buffer) !== page.checksum) {
      throw new UnreadableFileError(
        'corrupt_file',
        `This Parquet file is damaged: a page of the column “${column.slice(0, 100)}” does not match its checksum. Send it again from its source.`,
      )
    }
    at += page.headerLength + page.length
  }
  return true
}

/** What a page says of itself; undefined where there is none, which DuckDB tells of when it reads it. */
async function readHeader(handle: FileHandle, at: number, end: number) {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(headerBytes, end - at)), 0, undefined, at)
  try {
    const { fields, end: headerLength } = readThrift(buffer.subarray(0, bytesRead), 0)
    const length = Number(fieldOf(fields, 3))
    const checksum = fieldOf(fields, 4)
    if (!(length >= 0 && length <= mostPage && at + headerLength + length <= end)) return undefined
    return {
      headerLength,
      length,
      checksum: typeof checksum === 'bigint' ? Number(BigInt.asUintN(32, checksum)) : undefined,
    }
  } catch {
    return undefined
  }
}
