import { copyFile, open } from 'node:fs/promises'
import type { ParquetFooter, SchemaNode } from './read-footer.ts'
import { thriftField, thriftNumber } from './thrift.ts'

const I32 = 5
const FIXED_LEN_BYTE_ARRAY = 7
const bytesOfInt96 = 12

/**
 * Writes a copy of a Parquet file whose schema has plain bytes where the given elements are long decimals or INT96, and times
 * without a zone where they are nanoseconds of one: the values themselves stay as they are.
 */
export async function copyWithPlainBytes(
  file: string,
  { bytes, start, elements }: ParquetFooter,
  nodes: SchemaNode[],
  target: string,
): Promise<void> {
  const pieces: Buffer[] = []
  let at = 0
  for (const { place, exact } of nodes.toSorted((a, b) => a.place - b.place)) {
    const element = elements[place]
    if (!element || !exact) continue
    pieces.push(bytes.subarray(at, element.start), plainElement(bytes, element.fields, exact.kind))
    at = element.end
  }
  const footer = Buffer.concat([...pieces, bytes.subarray(at)])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(footer.length)
  await copyFile(file, target)
  const copy = await open(target, 'r+')
  try {
    await copy.truncate(start)
    await copy.write(Buffer.concat([footer, length, Buffer.from('PAR1')]), 0, undefined, start)
  } finally {
    await copy.close()
  }
}

/** The element without what tells more than its bytes; INT96 are twelve of them. */
function plainElement(
  bytes: Buffer,
  fields: ParquetFooter['elements'][number]['fields'],
  kind: NonNullable<SchemaNode['exact']>['kind'],
): Buffer {
  const left: { id: number; type: number; value: Uint8Array }[] = fields
    .filter(({ id }) => kind === 'nanoseconds_utc' || ![6, 7, 8, 10].includes(id))
    .map(({ id, type, valueStart, end }) => ({ id, type, value: bytes.subarray(valueStart, end) }))
  if (kind === 'int96') {
    replace(left, { id: 1, type: I32, value: thriftNumber(FIXED_LEN_BYTE_ARRAY) })
    replace(left, { id: 2, type: I32, value: thriftNumber(bytesOfInt96) })
  }
  if (kind === 'nanoseconds_utc') {
    replace(left, { id: 10, type: 12, value: localNanoseconds })
  }
  left.sort((a, b) => a.id - b.id)
  const written = left.map(({ id, type, value }, index) => thriftField(id, left[index - 1]?.id ?? 0, type, value))
  return Buffer.concat([...written, Buffer.from([0])])
}

function replace<Field extends { id: number }>(fields: Field[], field: Field): void {
  const place = fields.findIndex(({ id }) => id === field.id)
  if (place < 0) fields.push(field)
  else fields[place] = field
}

/** TIMESTAMP without a zone in nanoseconds: field 8 of a union, with field 1 false and field 2 another union's field 3. */
const localNanoseconds = Buffer.from([0x8c, 0x12, 0x1c, 0x3c, 0, 0, 0, 0])
