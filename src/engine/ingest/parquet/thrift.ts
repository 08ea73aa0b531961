/** A field of a struct in Thrift's compact protocol: where its header, value and end are in the bytes. */
export type ThriftField = { id: number; type: number; value: ThriftValue; valueStart: number; end: number }

/** A value: a whole number, bytes, a struct's fields or a list's values with the place of each; others are null. */
export type ThriftValue = bigint | boolean | Buffer | ThriftField[] | ThriftList | null

/** The values of a list, each with where it begins and ends. */
export type ThriftList = { items: { value: ThriftValue; start: number; end: number }[] }

const TRUE = 1
const FALSE = 2
const BYTE = 3
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const SET = 10
const MAP = 11
const STRUCT = 12

const deepest = 64

/**
 * The fields of the struct that begins at `at` (up to the number `last`), and where it ends. Throws `RangeError` where the
 * bytes are none.
 */
export function readThrift(
  bytes: Buffer,
  at: number,
  { last = Number.POSITIVE_INFINITY, depth = 0 } = {},
): { fields: ThriftField[]; end: number } {
  if (depth > deepest) throw new RangeError('nested too deep')
  const fields: ThriftField[] = []
  let next = at
  let id = 0
  for (;;) {
    const header = byteAt(bytes, next++)
    if (header === 0) return { fields, end: next }
    const delta = header >> 4
    const type = header & 15
    if (delta === 0) {
      const given = varint(bytes, next)
      id = Number(zigzag(given.value))
      next = given.end
    } else id += delta
    const { value, end } = readValue(bytes, next, type, depth)
    fields.push({ id, type, value, valueStart: next, end })
    next = end
    if (id >= last) return { fields, end }
  }
}

function readValue(bytes: Buffer, at: number, type: number, depth: number): { value: ThriftValue; end: number } {
  switch (type) {
    case TRUE:
    case FALSE:
      return { value: type === TRUE, end: at }
    case BYTE:
      return { value: BigInt(byteAt(bytes, at)), end: at + 1 }
    case DOUBLE:
      return { value: null, end: within(bytes, at + 8) }
    case BINARY: {
      const { value, end } = varint(bytes, at)
      const last = within(bytes, end + Number(value))
      return { value: bytes.subarray(end, last), end: last }
    }
    case LIST:
    case SET:
      return readList(bytes, at, depth)
    case MAP:
      return readMap(bytes, at, depth)
    case STRUCT: {
      const { fields, end } = readThrift(bytes, at, { depth: depth + 1 })
      return { value: fields, end }
    }
    default: {
      if (type > STRUCT) throw new RangeError('no type of Thrift')
      const { value, end } = varint(bytes, at)
      return { value: zigzag(value), end }
    }
  }
}

function readList(bytes: Buffer, at: number, depth: number): { value: ThriftList; end: number } {
  const header = byteAt(bytes, at)
  const size = header >> 4 === 15 ? varint(bytes, at + 1) : { value: BigInt(header >> 4), end: at + 1 }
  const type = header & 15
  const items: ThriftList['items'] = []
  let next = size.end
  if (Number(size.value) > bytes.length) throw new RangeError('more values than bytes')
  for (let left = Number(size.value); left > 0; left--) {
    const read = readItem(bytes, next, type, depth)
    items.push({ value: read.value, start: next, end: read.end })
    next = read.end
  }
  return { value: { items }, end: next }
}

function readMap(bytes: Buffer, at: number, depth: number): { value: null; end: number } {
  const size = varint(bytes, at)
  if (size.value === 0n) return { value: null, end: size.end }
  if (size.value > bytes.length) throw new RangeError('more values than bytes')
  const types = byteAt(bytes, size.end)
  let next = size.end + 1
  for (let left = Number(size.value); left > 0; left--) {
    next = readItem(bytes, next, types >> 4, depth).end
    next = readItem(bytes, next, types & 15, depth).end
  }
  return { value: null, end: next }
}

/** A flag is in its field's header, but a byte of its own in a list or a map. */
function readItem(bytes: Buffer, at: number, type: number, depth: number): { value: ThriftValue; end: number } {
  const isFlag = type === TRUE || type === FALSE
  return isFlag ? { value: byteAt(bytes, at) === TRUE, end: at + 1 } : readValue(bytes, at, type, depth)
}

/** The value of a field of a struct, by its number. */
export const fieldOf = (fields: readonly ThriftField[], id: number): ThriftValue | undefined =>
  fields.find((field) => field.id === id)?.value

/** A field whose number is `after` and whose value is given as its bytes. */
export function thriftField(id: number, after: number, type: number, value: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([((id - after) << 4) | type]), value])
}

/** A whole number as Thrift writes it. */
export function thriftNumber(value: number): Buffer {
  const bytes: number[] = []
  for (let left = value * 2; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left])
    bytes.push((left % 128) | 128)
  }
}

function varint(bytes: Buffer, at: number): { value: bigint; end: number } {
  let value = 0n
  for (let place = 0; place < 10; place++) {
    const byte = byteAt(bytes, at + place)
    value |= BigInt(byte & 127) << BigInt(7 * place)
    if (byte < 128) return { value, end: at + place + 1 }
  }
  throw new RangeError('a number of over 64 bits')
}

const zigzag = (value: bigint) => (value >> 1n) ^ -(value & 1n)

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('the bytes end too early')
  return byte
}

function within(bytes: Buffer, end: number): number {
  if (end > bytes.length) throw new RangeError('the bytes end too early')
  return end
}
