import bindings, { type DataChunk } from '@duckdb/node-bindings'

/** How many rows a chunk has at most. */
export const blockRows: number = bindings.vector_size()

type Chunk = { chunk: DataChunk; rowCount: number }

/**
 * A column of a block: values of a fixed width as they lie in memory, or with `offsets` the bytes of texts, each from its
 * offset to the next. A bit of `validity` that is 0 is a null; undefined when there are none.
 */
export type BlockColumn = { values: Uint8Array; offsets?: Uint32Array; validity: Uint8Array | undefined }

/** Some rows of a streamed answer, column by column. */
export type Block = { rowCount: number; columns: BlockColumn[] }

/**
 * The columns of a chunk from `first` on, which are DOUBLE, null as NaN. Those without nulls are the memory of the chunk
 * itself: they are there as long as it is.
 */
export function viewDoubles({ chunk, rowCount }: Chunk, first = 0): Float64Array[] {
  return Array.from({ length: bindings.data_chunk_get_column_count(chunk) - first }, (_, column) => {
    const vector = bindings.data_chunk_get_vector(chunk, first + column)
    const { buffer, byteOffset } = bindings.vector_get_data(vector, rowCount * Float64Array.BYTES_PER_ELEMENT)
    const numbers = new Float64Array(buffer, byteOffset, rowCount)
    // The type does not say that a vector without nulls has none.
    const validity: Uint8Array | null = bindings.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8)
    return validity ? withNulls(numbers, validity) : numbers
  })
}

/** A reader of chunks whose columns are all DOUBLE, null as NaN; the next chunk is read into the same memory. */
export function doublesReader(columnCount: number): (chunk: Chunk) => Float64Array[] {
  const room = Array.from({ length: columnCount }, () => new Float64Array(blockRows))
  return (chunk) => {
    return viewDoubles(chunk).map((numbers, column) => {
      const copy = (room[column] as Float64Array).subarray(0, numbers.length)
      copy.set(numbers)
      return copy
    })
  }
}

/** A reader of chunks as they lie in memory, given of each column the bytes of one value, or that they are texts. */
export function blockReader(widths: readonly (number | 'text')[]): (chunk: Chunk) => Block {
  return ({ chunk, rowCount }) => ({
    rowCount,
    columns: widths.map((width, column) => {
      const vector = bindings.data_chunk_get_vector(chunk, column)
      const known: Uint8Array | null = bindings.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8)
      const validity = known?.slice()
      if (width !== 'text') return { values: bindings.vector_get_data(vector, rowCount * width).slice(), validity }
      return { ...readTexts(bindings.vector_get_data(vector, rowCount * textWidth), validity), validity }
    }),
  })
}

const textWidth = 16
const longestInline = 12

/** A text in a vector is its length and then, if it is short, its bytes, else a pointer to them after four of them. */
function readTexts(vector: Uint8Array, validity: Uint8Array | undefined): { values: Uint8Array; offsets: Uint32Array } {
  const words = new Uint32Array(vector.buffer, vector.byteOffset, vector.length / 4)
  const offsets = new Uint32Array(vector.length / textWidth + 1)
  for (let row = 0; row < offsets.length - 1; row++) {
    const isValid = !validity || (validity[row >>> 3] as number) & (1 << (row & 7))
    offsets[row + 1] = (offsets[row] as number) + (isValid ? (words[row * 4] as number) : 0)
  }
  const values = new Uint8Array(offsets.at(-1) as number)
  for (let row = 0; row < offsets.length - 1; row++) {
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number]
    const at = row * textWidth + 4
    if (end - start > longestInline) {
      const place = vector.byteOffset + at + 4
      values.set(bindings.get_data_from_pointer(vector.buffer as ArrayBuffer, place, end - start), start)
    } else {
      for (let byte = start; byte < end; byte++) values[byte] = vector[at + byte - start] as number
    }
  }
  return { values, offsets }
}

function withNulls(values: Float64Array, validity: Uint8Array): Float64Array {
  const numbers = values.slice()
  for (let start = 0; start < numbers.length; start += 8) {
    const bits = validity[start >>> 3] as number
    if (bits === 0xff) continue
    const end = Math.min(start + 8, numbers.length)
    for (let index = start; index < end; index++) {
      if ((bits & (1 << (index - start))) === 0) numbers[index] = Number.NaN
    }
  }
  return numbers
}
