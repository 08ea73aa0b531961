import { builtInFormat, classifyFormat, type NumberFormat } from '../number-format.ts'
import { readXml } from '../read-xml.ts'
import type { ZipParts } from '../zip-parts.ts'

/** The number format of each cell style, in the order in which cells name them. */
export async function readStyles(
  parts: ZipParts,
  part: string | undefined,
  signal?: AbortSignal,
): Promise<NumberFormat[]> {
  if (part === undefined || !parts.has(part)) return []
  const codes = new Map<number, NumberFormat>()
  const styles: NumberFormat[] = []
  let list = ''
  const reader = readXml(part, {
    open(name, { numFmtId, formatCode }) {
      if (name === 'numFmts' || name === 'cellXfs' || name === 'cellStyleXfs' || name === 'dxfs') list = name
      if (name === 'numFmt' && list === 'numFmts') codes.set(Number(numFmtId), classifyFormat(formatCode ?? ''))
      if (name === 'xf' && list === 'cellXfs') {
        const id = Number(numFmtId ?? 0)
        styles.push(codes.get(id) ?? builtInFormat(id))
      }
    },
    close(name) {
      if (name === list) list = ''
    },
  })
  for await (const chunk of parts.read(part, signal)) reader.push(chunk)
  reader.end()
  return styles
}
