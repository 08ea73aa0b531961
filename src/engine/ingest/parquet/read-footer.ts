import { open } from 'node:fs/promises'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import { fieldOf, readThrift, type ThriftField, type ThriftList } from './thrift.ts'

/** What must be kept exactly though DuckDB would not: a long decimal, or a time to the nanosecond. */
export type ExactKind =
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'int96' }
  | { kind: 'nanoseconds_utc' }

/** A column of a Parquet schema or a part of one. `place` is its own among all elements of the schema. */
export type SchemaNode = {
  name: string
  place: number
  isRepeated: boolean
  isList: boolean
  isMap: boolean
  exact: ExactKind | undefined
  children: SchemaNode[]
}

/** The description at the end of a Parquet file: its bytes, and the elements of its schema with their places in these. */
export type ParquetFooter = {
  bytes: Buffer
  start: number
  columns: SchemaNode[]
  elements: { fields: ThriftField[]; start: number; end: number }[]
}

const mostFooterBytes = 256 * 2 ** 20

/** Fields of the description by their numbers in the format. */
const SCHEMA = 2
const ENCRYPTION = 8

/** Physical types and converted types by their numbers in the format. */
const INT96 = 3
const BYTE_ARRAY = 6
const FIXED_LEN_BYTE_ARRAY = 7
const MAP = 1
const MAP_KEY_VALUE = 2
const LIST = 3
const DECIMAL = 5
const REPEATED = 2

/** DuckDB reads longer decimals as doubles. */
const mostDigits = 38

/** Reads the description of a Parquet file. Throws `UnreadableFileError` when it is encrypted or none. */
export async function readFooter(path: string): Promise<ParquetFooter> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const tail = (await file.read(Buffer.alloc(8), 0, 8, Math.max(size - 8, 0))).buffer
    const length = tail.readUInt32LE(0)
    if (length + 12 > size) throw damaged()
    if (length > mostFooterBytes) {
      throw new UnreadableFileError(
        'too_large',
        'The description of this Parquet file is larger than any table needs. It was not read.',
      )
    }
    const start = size - 8 - length
    const { buffer: bytes } = await file.read(Buffer.alloc(length), 0, length, start)
    return { ...parse(bytes), bytes, start }
  } finally {
    await file.close()
  }
}

function parse(bytes: Buffer): Pick<ParquetFooter, 'columns' | 'elements'> {
  try {
    const { fields } = readThrift(bytes, 0, { last: SCHEMA })
    const list = fieldOf(fields, SCHEMA) as ThriftList | undefined
    const elements = (list?.items ?? []).map(({ value, start, end }) => ({
      fields: value as ThriftField[],
      start,
      end,
    }))
    return { elements, columns: treeOf(elements) }
  } catch (error) {
    throw error instanceof UnreadableFileError ? error : damaged({ cause: error })
  }
}

/** Whether the description says that some of the columns are encrypted. */
export function hasEncryptedColumns({ bytes }: ParquetFooter): boolean {
  try {
    return fieldOf(readThrift(bytes, 0).fields, ENCRYPTION) !== undefined
  } catch {
    return false
  }
}

function treeOf(elements: ParquetFooter['elements']): SchemaNode[] {
  let next = 0
  const read = (depth: number): SchemaNode => {
    const place = next++
    const element = elements[place]
    if (!element || depth > 200) throw damaged()
    const { fields } = element
    const number = (id: number) => {
      const value = fieldOf(fields, id)
      return typeof value === 'bigint' ? Number(value) : undefined
    }
    const name = fieldOf(fields, 4)
    const logical = (fieldOf(fields, 10) as ThriftField[] | undefined) ?? []
    const converted = number(6)
    const children: SchemaNode[] = []
    for (let left = number(5) ?? 0; left > 0; left--) children.push(read(depth + 1))
    return {
      name: Buffer.isBuffer(name) ? name.toString('utf8') : '',
      place,
      isRepeated: number(3) === REPEATED,
      isList: converted === LIST || logical.some(({ id }) => id === 3),
      isMap: converted === MAP || converted === MAP_KEY_VALUE || logical.some(({ id }) => id === 2),
      exact: exactKindOf(number, logical),
      children,
    }
  }
  const root = read(0)
  if (next < elements.length) throw damaged()
  return root.children
}

function exactKindOf(number: (id: number) => number | undefined, logical: ThriftField[]): ExactKind | undefined {
  const type = number(1)
  if (type === INT96) return { kind: 'int96' }
  const decimal = logical.find(({ id }) => id === 5)?.value as ThriftField[] | undefined
  if ((decimal || number(6) === DECIMAL) && (type === BYTE_ARRAY || type === FIXED_LEN_BYTE_ARRAY)) {
    const precision = Number((decimal && fieldOf(decimal, 2)) ?? number(8) ?? 0)
    const scale = Number((decimal && fieldOf(decimal, 1)) ?? number(7) ?? 0)
    return precision > mostDigits ? { kind: 'decimal', precision, scale } : undefined
  }
  const timestamp = logical.find(({ id }) => id === 8)?.value as ThriftField[] | undefined
  const unit = timestamp && (fieldOf(timestamp, 2) as ThriftField[] | undefined)
  const isNanos = unit?.some(({ id }) => id === 3) === true
  return isNanos && timestamp && fieldOf(timestamp, 1) === true ? { kind: 'nanoseconds_utc' } : undefined
}

/** A file in which columns, or all of it, are encrypted. */
export const encrypted = (options?: ErrorOptions) =>
  new UnreadableFileError('password_protected', 'This Parquet file is encrypted. Write it again unencrypted.', options)

/** A file that is not as Parquet describes it. */
export const damaged = (options?: ErrorOptions) =>
  new UnreadableFileError(
    'corrupt_file',
    'This Parquet file is damaged or was cut off. Send it again from its source.',
    options,
  )
