import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { readFooter } from './read-footer.ts'
import { fieldOf, readThrift, type ThriftField, type ThriftList, thriftField, thriftNumber } from './thrift.ts'

const magic = Buffer.from('PAR1')

/** The type of a struct in the compact protocol of Thrift. */
const STRUCT = 12

/** Fields of the description of a file and of its row groups by their numbers in the format. */
const SCHEMA = 2
const ROW_GROUPS = 4
const COLUMN_ORDERS = 7
const CHILDREN = 5
const CHUNKS = 1
const GROUP_BYTES = 2
const GROUP_ROWS = 3
const GROUP_PACKED_BYTES = 6
const CHUNK_PLACE = 2
const CHUNK_DESCRIPTION = 3
/** Where the pages, dictionary and filter of a column begin, and its indexes. */
const placesInDescription = [9, 10, 11, 14]
const placesInChunk = [CHUNK_PLACE, 4, 6]

type Part = {
  file: string
  /** Where the description begins: all before it is data. */
  end: number
  /** How many bytes later the data stand in the new file. */
  shift: number
  bytes: Buffer
  fields: ThriftField[]
}

/**
 * Writes the columns of several Parquet files of the same rows as one file, side by side, without reading a value: their
 * pages are copied as they are. Answers false, and writes nothing, where the files divide their rows differently.
 */
export async function putBeside(files: string[], target: string, signal?: AbortSignal): Promise<boolean> {
  const parts: Part[] = []
  let shift = 0
  for (const file of files) {
    const { bytes, start } = await readFooter(file)
    parts.push({ file, end: start, shift, bytes, fields: readThrift(bytes, 0).fields })
    shift += start - magic.length
  }
  const [first] = parts
  if (!first || !haveSameRows(parts)) return false
  const output = await open(target, 'w')
  try {
    await output.writeFile(magic)
    for (const part of parts) await copyData(part, output, signal)
    const description = describe(first, parts)
    const length = Buffer.alloc(4)
    length.writeUInt32LE(description.length)
    await output.writeFile(Buffer.concat([description, length, magic]))
    return true
  } finally {
    await output.close()
  }
}

function haveSameRows(parts: Part[]): boolean {
  const rows = parts.map((part) => groupsOf(part).map((group) => fieldOf(group, GROUP_ROWS)))
  return rows.every((counts) => counts.length === rows[0]?.length && counts.every((count, i) => count === rows[0]?.[i]))
}

const listOf = ({ fields }: Pick<Part, 'fields'>, id: number) => fieldOf(fields, id) as ThriftList | undefined

const groupsOf = (part: Part) => (listOf(part, ROW_GROUPS)?.items ?? []).map(({ value }) => value as ThriftField[])

async function copyData({ file, end }: Part, output: FileHandle, signal: AbortSignal | undefined): Promise<void> {
  if (end <= magic.length) return
  for await (const chunk of createReadStream(file, { start: magic.length, end: end - 1, highWaterMark: 2 ** 20 })) {
    signal?.throwIfAborted()
    await output.writeFile(chunk as Buffer)
  }
}

function describe(first: Part, parts: Part[]): Buffer {
  return structOf(first, first.fields, (id) => {
    if (id === SCHEMA) return schemaOf(first, parts)
    if (id === ROW_GROUPS) {
      const groups = groupsOf(first).map((_, index) => groupOf(first, parts, index))
      return listBytes(groups)
    }
    if (id === COLUMN_ORDERS) return listBytes(parts.flatMap((part) => itemsOf(part, listOf(part, id))))
    return undefined
  })
}

/** The elements of all columns below one root. */
function schemaOf(first: Part, parts: Part[]): Buffer {
  const elements = parts.map((part) => listOf(part, SCHEMA)?.items ?? [])
  const children = (part: number) => Number(fieldOf(elements[part]?.[0]?.value as ThriftField[], CHILDREN))
  const all = parts.reduce((sum, _, part) => sum + children(part), 0)
  const root = structOf(first, elements[0]?.[0]?.value as ThriftField[], (id) =>
    id === CHILDREN ? thriftNumber(all) : undefined,
  )
  return listBytes([root, ...parts.flatMap((part, index) => itemsOf(part, { items: elements[index]?.slice(1) ?? [] }))])
}

function groupOf(first: Part, parts: Part[], index: number): Buffer {
  const groups = parts.map((part) => groupsOf(part)[index] as ThriftField[])
  const sum = (id: number) => thriftNumber(groups.reduce((total, group) => total + Number(fieldOf(group, id)), 0))
  return structOf(first, groups[0] as ThriftField[], (id) => {
    if (id === GROUP_BYTES || id === GROUP_PACKED_BYTES) return sum(id)
    if (id !== CHUNKS) return undefined
    const chunks = groups.flatMap((group, place) => {
      const part = parts[place] as Part
      return (fieldOf(group, CHUNKS) as ThriftList).items.map(({ value }) => chunkOf(part, value as ThriftField[]))
    })
    return listBytes(chunks)
  })
}

/** What is said of the pages of a column, at their new place. */
function chunkOf(part: Part, fields: ThriftField[]): Buffer {
  const moved = (fields: ThriftField[], places: number[]) => (id: number) => {
    const place = places.includes(id) ? Number(fieldOf(fields, id)) : 0
    return place > 0 ? thriftNumber(place + part.shift) : undefined
  }
  return structOf(part, fields, (id) => {
    if (id !== CHUNK_DESCRIPTION) return moved(fields, placesInChunk)(id)
    const description = fieldOf(fields, id) as ThriftField[]
    return structOf(part, description, moved(description, placesInDescription))
  })
}

/** A struct again, with other bytes for the values of some of its fields. */
function structOf({ bytes }: Part, fields: ThriftField[], changed: (id: number) => Buffer | undefined): Buffer {
  const written = fields.map(({ id, type, valueStart, end }, index) =>
    thriftField(id, fields[index - 1]?.id ?? 0, type, changed(id) ?? bytes.subarray(valueStart, end)),
  )
  return Buffer.concat([...written, Buffer.from([0])])
}

const itemsOf = ({ bytes }: Part, list: ThriftList | undefined): Buffer[] =>
  (list?.items ?? []).map(({ start, end }) => bytes.subarray(start, end))

function listBytes(structs: Buffer[]): Buffer {
  return Buffer.concat([listHeader(structs.length), ...structs])
}

function listHeader(size: number): Buffer {
  if (size < 15) return Buffer.from([(size << 4) | STRUCT])
  const bytes: number[] = []
  for (let left = size; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([0xf0 | STRUCT, ...bytes, left])
    bytes.push((left % 128) | 128)
  }
}
