import { open } from 'node:fs/promises'
import { columnsAtOnce } from '../../engine/ingest/columns/class-counts.ts'
import { safeExtension } from './stored-file.ts'

/** What a load writes for each byte of its file: texts that are put aside, and the table; 1.46 was measured. */
const perByte = 1.5
const perPackedByte = 5
/**
 * Tables over `columnsAtOnce` lie in the work directory as texts, as slices of these and as slices of the table while it is
 * put together: 2.7 bytes, and 3.7 where the file is not as even as it must be to be read where it lies, as measured.
 */
const perWideByte = 4
const packed = new Set(['gz', 'zst', 'zip', 'xlsx', 'xlsm', 'xlsb', 'ods', 'parquet'])
const headBytes = 2 ** 20

/** How many bytes a load may come to write at once. */
export const bytesOfLoad = async (load: { file: string; fileName: string; fileSize: number }): Promise<number> => {
  if (packed.has(safeExtension(load.fileName) ?? '')) return Math.ceil(load.fileSize * perPackedByte)
  return Math.ceil(load.fileSize * ((await isWide(load.file)) ? perWideByte : perByte))
}

/** Whether a line at the beginning of a file has as many delimiters as a wide table needs; also one that is cut off. */
const isWide = async (path: string): Promise<boolean> => {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const lines = buffer
      .toString('latin1', 0, bytesRead)
      .replaceAll('\0', '')
      .split(/[\r\n]/)
    return lines.some((line) => [',', ';', '\t', '|'].some((mark) => line.split(mark).length > columnsAtOnce))
  } finally {
    await file.close()
  }
}
