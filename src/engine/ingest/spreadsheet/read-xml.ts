import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { SheetBytesReader } from './read-in-pieces.ts'

/** Hears the elements of a document, by their names without prefix. */
export type XmlListener = {
  open(name: string, attributes: Record<string, string>): void
  close?(name: string): void
  text?(text: string): void
}

/** Takes a document in pieces. */
export type XmlReader = { push(chunk: Buffer): void; end(): void }

const deepest = 100

/** Reads XML as workbooks have it: no document type, hence no entities but the five. `part` names it in errors. */
export function readXml(part: string, listener: XmlListener): XmlReader {
  const parser = new SaxesParser<{ xmlns: false; position: boolean }>({ xmlns: false, position: false })
  let decoder: TextDecoder | undefined
  let depth = 0

  parser.on('doctype', () => {
    throw new UnreadableFileError('corrupt_file', `The part "${part}" declares a document type, which no workbook has.`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > deepest) throw new UnreadableFileError('corrupt_file', `The part "${part}" nests too deep.`)
    listener.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    listener.close?.(localName(name))
  })
  if (listener.text) {
    parser.on('text', listener.text)
    parser.on('cdata', listener.text)
  }

  const parse = (work: () => void) => {
    try {
      work()
    } catch (error) {
      if (error instanceof UnreadableFileError) throw error
      const detail = `The part "${part}" of this workbook is no valid XML. Open it in Excel, save it again and drop it here.`
      throw new UnreadableFileError('corrupt_file', detail, { cause: error })
    }
  }

  return {
    push: (chunk) =>
      parse(() => {
        decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
        parser.write(decoder.decode(chunk, { stream: true }))
      }),
    end: () =>
      parse(() => {
        if (decoder) parser.write(decoder.decode())
        parser.close()
      }),
  }
}

/** Reads a document that holds several sheets, until the one that is listened for has ended. */
export function readUntilDone(part: string, listener: XmlListener & { isDone(): boolean }): SheetBytesReader {
  const reader = readXml(part, listener)
  return {
    push(chunk) {
      reader.push(chunk)
      return !listener.isDone()
    },
    end(wantsMore) {
      if (wantsMore) reader.end()
    },
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

/** By byte order mark or by the bytes of `<?`, then by declaration. */
function encodingOf(start: Buffer): string {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)) return 'utf-16le'
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)) return 'utf-16be'
  return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start.toString('latin1', 0, 200))?.[1] ?? 'utf-8'
}
