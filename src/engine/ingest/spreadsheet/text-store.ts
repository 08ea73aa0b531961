import { UnreadableFileError } from '../../unreadable-file-error.ts'

/** Many texts in little memory: their UTF-8 bytes side by side outside of the heap, and two numbers each. */
export type TextStore = {
  add(text: string): void
  get(index: number): string | undefined
}

const blockBytes = 16 * 2 ** 20
const mostBlocks = 64
const mostTexts = 2 ** 25
const rememberedTexts = 2 ** 15

/** Makes a store of up to 1 GiB of text; no text may be longer than `longestText`. */
export function createTextStore(): TextStore {
  const blocks: Buffer[] = []
  let used = 0
  let count = 0
  let starts = new Uint32Array(1024)
  let lengths = new Uint32Array(1024)
  const remembered: string[] = []
  const rememberedIndex = new Int32Array(rememberedTexts).fill(-1)

  return {
    add(text) {
      if (blocks.length === 0 || used + text.length * 3 > blockBytes) {
        if (blocks.length === mostBlocks) throw tooMuchText()
        blocks.push(Buffer.allocUnsafeSlow(blockBytes))
        used = 0
      }
      if (count === starts.length) {
        if (count === mostTexts) throw tooMuchText()
        starts = widened(starts)
        lengths = widened(lengths)
      }
      const block = blocks.length - 1
      const length = (blocks[block] as Buffer).write(text, used, 'utf8')
      starts[count] = block * blockBytes + used
      lengths[count++] = length
      used += length
    },
    get(index) {
      if (!(index >= 0 && index < count)) return undefined
      const slot = index % rememberedTexts
      if (rememberedIndex[slot] === index) return remembered[slot]
      const start = starts[index] as number
      const from = start % blockBytes
      const block = blocks[Math.floor(start / blockBytes)] as Buffer
      const text = block.toString('utf8', from, from + (lengths[index] as number))
      rememberedIndex[slot] = index
      remembered[slot] = text
      return text
    },
  }
}

/** The longest text of a cell that is read; Excel allows 32,767 characters. */
export const longestText = 5_000_000

function widened(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(array.length * 2)
  wider.set(array)
  return wider
}

function tooMuchText(): UnreadableFileError {
  return new UnreadableFileError(
    'too_large',
    'The texts of this workbook take more than 1 GB. Save its sheet as CSV and drop that.',
  )
}
