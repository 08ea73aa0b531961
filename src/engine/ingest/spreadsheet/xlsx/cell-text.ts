import { UnreadableFileError } from '../../../unreadable-file-error.ts'
import { longestText } from '../text-store.ts'

/** Collects the text of one cell from the elements in it; text of phonetic guides is left out. */
export type CellTextCollector = {
  open(name: string): void
  close(name: string): void
  text(text: string): void
  /** The text so far; then begins anew. */
  take(): string
}

/** Collects what stands in `t` elements and, for cells, in `v`. */
export function collectCellText(): CellTextCollector {
  let text = ''
  let isCollecting = false
  let phoneticDepth = 0
  return {
    open(name) {
      if (name === 'rPh') phoneticDepth++
      else if ((name === 't' || name === 'v') && phoneticDepth === 0) isCollecting = true
    },
    close(name) {
      if (name === 'rPh') phoneticDepth--
      else if (name === 't' || name === 'v') isCollecting = false
    },
    text(piece) {
      if (!isCollecting) return
      text += piece
      if (text.length > longestText) {
        throw new UnreadableFileError('too_large', 'A cell of this workbook holds over 5,000,000 characters of text.')
      }
    },
    take() {
      const taken = text
      text = ''
      return taken
    },
  }
}

/** A text without the `_x000D_` by which workbooks write characters that XML has not. */
export function withoutEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
