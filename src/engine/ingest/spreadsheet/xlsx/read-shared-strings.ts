import { readXml } from '../read-xml.ts'
import { createTextStore, type TextStore } from '../text-store.ts'
import type { ZipParts } from '../zip-parts.ts'
import { collectCellText, withoutEscapes } from './cell-text.ts'

/** The texts that cells share, by number: rich text without its formats, without phonetic guides. */
export async function readSharedStrings(
  parts: ZipParts,
  part: string | undefined,
  signal?: AbortSignal,
): Promise<TextStore> {
  const store = createTextStore()
  if (part === undefined || !parts.has(part)) return store
  const collector = collectCellText()
  const reader = readXml(part, {
    open: collector.open,
    text: collector.text,
    close(name) {
      collector.close(name)
      if (name === 'si') store.add(withoutEscapes(collector.take()))
    },
  })
  for await (const chunk of parts.read(part, signal)) reader.push(chunk)
  reader.end()
  return store
}
