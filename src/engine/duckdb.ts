import {
  BLOB,
  DOUBLE,
  DuckDBArrayType,
  DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  DuckDBListType,
  DuckDBMapType,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBScalarFunction,
  DuckDBStructType,
  DuckDBTimeNSValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  INTEGER,
  StatementType,
  VARCHAR,
  version,
} from '@duckdb/node-api'
import bindings from '@duckdb/node-bindings'
import { quoteText } from './sql-text.ts'

DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0

/** The version of DuckDB that computes everything, as `v1.5.6`. */
export const duckDbVersion: string = version()

/**
 * A column of an answer. `sqlType` is DuckDB's name of the type; for JSON it is `JSON`, not the text below it. `parts` is
 * what a list, a struct or a map consists of, undefined for everything else.
 */
export type AnswerColumn = { name: string; sqlType: string; parts?: TypeParts | undefined }

/** A type inside a nested one. */
export type PartType = { sqlType: string; parts?: TypeParts | undefined }

/** What a list, a struct or a map consists of. */
export type TypeParts =
  | { item: PartType }
  | { fields: ({ name: string } & PartType)[] }
  | { key: PartType; value: PartType }

/** An answer in memory: values are those of DuckDB's client and become JSON by `json-value.ts` alone. */
export type Answer = { columns: AnswerColumn[]; rows: unknown[][] }

/** What one statement may do: `signal` interrupts it, `onProgress` hears (five times a second) how far it is. */
export type RunOptions = {
  signal?: AbortSignal | undefined
  onProgress?: ((fraction: number) => void) | undefined
}

/** How an instance is opened. Sizes are bytes; spilled data goes to `tempDir`, at most `maxTempBytes` of it. */
export type DuckDbOptions = {
  threads: number
  memoryLimitBytes: number
  tempDir: string
  maxTempBytes?: number | undefined
  /** When given, the instance reads these files and nothing else, and no statement can change a setting. */
  onlyPaths?: string[] | undefined
  /** Further settings of DuckDB, made before `onlyPaths` locks them; values as SQL writes them. */
  settings?: Record<string, string> | undefined
}

/** A value for a parameter of a statement. */
export type Parameter = string | number | boolean | null

/** Values for the parameters of a statement, by place or by name; whole numbers are integers, as in SQL. */
export type Parameters = Parameter[] | Record<string, Parameter>

/** A statement that is bound and can be run; its names are known, and its types once its parameters are. */
export type PreparedStatement = {
  isSelect: boolean
  columnNames: string[]
  /** Names of parameters; `1`, `2` for those without. */
  parameterNames: string[]
  /** Runs it; the rows are computed while they are asked for. */
  run(parameters?: Parameters): Promise<{ columns: AnswerColumn[]; blocks: AsyncIterable<unknown[][]> }>
}

/**
 * A column of a block: values of a fixed width as they lie in memory, or with `offsets` the bytes of texts, each from its
 * offset to the next. A bit of `validity` that is 0 is a null; undefined when there are none.
 */
export type BlockColumn = { values: Uint8Array; offsets?: Uint32Array; validity: Uint8Array | undefined }

/** Some rows of a streamed answer, column by column. */
export type Block = { rowCount: number; columns: BlockColumn[] }

/** One connection: its statements run one after the other. */
export type DuckDbConnection = {
  /** Runs one statement and answers with all its rows. */
  query(sql: string, options?: RunOptions): Promise<Answer>
  /** Binds one statement without running it. */
  prepare(sql: string): Promise<PreparedStatement>
  /** Streams an answer whose columns are all DOUBLE, null as NaN, in blocks of columns that the next block overwrites. */
  numbers(sql: string, options?: RunOptions): AsyncIterable<Float64Array[]>
  /** Streams an answer as it lies in memory: of each column the bytes of one value are given, or that they are texts. */
  blocks(sql: string, widths: readonly (number | 'text')[], options?: RunOptions): AsyncIterable<Block>
}

/** An in-memory DuckDB with its first connection. */
export type DuckDb = DuckDbConnection & {
  /** Defines a function of statements that makes a text of bytes and a whole number; of null it makes null. */
  defineText(name: string, textOf: (bytes: Uint8Array, number: number) => string): void
  /** A further connection, for statements beside each other; closed with the instance. */
  beside(): Promise<DuckDbConnection>
  close(): void
}

/** The value of a temporal type, not `_S` or `_MS`, that lies so many of the type's units after 1970 or midnight. */
export function temporalValue(sqlType: string, units: bigint): object {
  switch (sqlType) {
    case 'DATE':
      return new DuckDBDateValue(Number(units))
    case 'TIME':
      return new DuckDBTimeValue(units)
    case 'TIME_NS':
      return new DuckDBTimeNSValue(units)
    case 'TIME WITH TIME ZONE':
      return new DuckDBTimeTZValue(units, units, 0)
    case 'TIMESTAMP_NS':
      return new DuckDBTimestampNanosecondsValue(units)
    case 'TIMESTAMP WITH TIME ZONE':
      return new DuckDBTimestampTZValue(units)
    default:
      return new DuckDBTimestampValue(units)
  }
}

/** Opens an in-memory DuckDB that never loads extensions, works in UTC and keeps the order of rows. */
export async function openDuckDb(options: DuckDbOptions): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: kibibytes(options.memoryLimitBytes),
    temp_directory: options.tempDir,
    ...(options.maxTempBytes === undefined ? {} : { max_temp_directory_size: kibibytes(options.maxTempBytes) }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run("SET GLOBAL TimeZone = 'UTC'")
  await connection.run('SET enable_progress_bar = true')
  await connection.run('SET enable_progress_bar_print = false')
  for (const [name, value] of Object.entries(options.settings ?? {})) await connection.run(`SET ${name} = ${value}`)
  if (options.onlyPaths) {
    await connection.run(`SET allowed_paths = [${options.onlyPaths.map(quoteText).join(', ')}]`)
    await connection.run('SET enable_external_access = false')
    await connection.run('SET lock_configuration = true')
  }
  const besides: DuckDBConnection[] = []
  return {
    ...statementsOf(connection),
    defineText: (name, textOf) => connection.registerScalarFunction(textFunction(name, textOf)),
    beside: async () => {
      const other = await instance.connect()
      besides.push(other)
      return statementsOf(other)
    },
    close: () => {
      for (const other of besides) other.closeSync()
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function textFunction(name: string, textOf: (bytes: Uint8Array, number: number) => string): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: [BLOB, INTEGER],
    returnType: VARCHAR,
    mainFunction: (_, input, output) => {
      const [bytes, numbers] = [input.getColumnVector(0), input.getColumnVector(1)]
      for (let row = 0; row < input.rowCount; row++) {
        const [value, number] = [bytes.getItem(row), numbers.getItem(row)]
        output.setItem(row, value instanceof DuckDBBlobValue ? textOf(value.bytes, Number(number)) : null)
      }
      output.flush()
    },
  })
}

function statementsOf(connection: DuckDBConnection): DuckDbConnection {
  return {
    query: (sql, options) => query(connection, sql, options ?? {}),
    prepare: (sql) => prepare(connection, sql),
    numbers: (sql, options) => streamed(connection, sql, options ?? {}, doublesReader),
    blocks: (sql, widths, options) => streamed(connection, sql, options ?? {}, () => blockReader(widths)),
  }
}

function kibibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024)}KiB`
}

async function query(connection: DuckDBConnection, sql: string, { signal, onProgress }: RunOptions): Promise<Answer> {
  signal?.throwIfAborted()
  const interrupting = signal && interruptOnAbort(connection, signal)
  const reporting = onProgress && setInterval(() => reportProgress(connection, onProgress), 200)
  try {
    const result = await connection.run(sql)
    return { columns: columnsOf(result), rows: await result.getRows() }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    clearInterval(reporting)
    interrupting?.stop()
  }
}

async function prepare(connection: DuckDBConnection, sql: string): Promise<PreparedStatement> {
  const statement = await connection.prepare(sql)
  return {
    isSelect: statement.statementType === StatementType.SELECT,
    columnNames: Array.from({ length: statement.columnCount }, (_, index) => statement.columnName(index)),
    parameterNames: Array.from({ length: statement.parameterCount }, (_, index) => statement.parameterName(index + 1)),
    run: async (parameters = []) => {
      bind(statement, parameters)
      const result = await statement.stream()
      const blocks = async function* () {
        for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
          yield chunk.getRows()
        }
      }
      return { columns: columnsOf(result), blocks: blocks() }
    },
  }
}

/** An integer that a double does not hold exactly is a double, as SQL takes `1e30`. */
function bind(statement: DuckDBPreparedStatement, parameters: Parameters): void {
  for (const [key, value] of Object.entries(parameters)) {
    const isWide = Number.isInteger(value) && !Number.isSafeInteger(value)
    const index = Array.isArray(parameters) ? Number(key) + 1 : statement.parameterIndex(key)
    statement.bindValue(index, value, isWide ? DOUBLE : undefined)
  }
}

async function* streamed<Part>(
  connection: DuckDBConnection,
  sql: string,
  { signal }: RunOptions,
  readerOf: (result: DuckDBResult) => (chunk: DuckDBDataChunk) => Part,
): AsyncGenerator<Part> {
  signal?.throwIfAborted()
  const interrupting = signal && interruptOnAbort(connection, signal)
  let fetching: Promise<DuckDBDataChunk | null> | undefined
  try {
    const result = await connection.stream(sql)
    const read = readerOf(result)
    fetching = result.fetchChunk()
    for (let chunk = await fetching; chunk?.rowCount; chunk = await fetching) {
      // DuckDB computes a streamed answer only while it is asked for more, so that it is asked before this chunk is used.
      fetching = result.fetchChunk()
      fetching.catch(() => {})
      yield read(chunk)
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    await fetching?.catch(() => {})
    interrupting?.stop()
  }
}

function doublesReader(result: DuckDBResult): (chunk: DuckDBDataChunk) => Float64Array[] {
  if (result.columnTypes().some(({ typeId }) => typeId !== DuckDBTypeId.DOUBLE)) {
    throw new TypeError('Not all is DOUBLE')
  }
  const room = Array.from({ length: result.columnCount }, () => new Float64Array(bindings.vector_size()))
  return (chunk) => room.map((numbers, column) => readDoubles(chunk, column, numbers.subarray(0, chunk.rowCount)))
}

function blockReader(widths: readonly (number | 'text')[]): (chunk: DuckDBDataChunk) => Block {
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

/** The bindings give the memory of a vector as it is; DuckDB's client would be asked for each number of it. */
function readDoubles({ chunk }: DuckDBDataChunk, column: number, numbers: Float64Array): Float64Array {
  const vector = bindings.data_chunk_get_vector(chunk, column)
  const { buffer, byteOffset } = bindings.vector_get_data(vector, numbers.byteLength)
  numbers.set(new Float64Array(buffer, byteOffset, numbers.length))
  // The type does not say that a vector without nulls has none.
  const validity: Uint8Array | null = bindings.vector_get_validity(vector, Math.ceil(numbers.length / 64) * 8)
  if (validity) markNulls(numbers, validity)
  return numbers
}

function markNulls(numbers: Float64Array, validity: Uint8Array): void {
  for (let start = 0; start < numbers.length; start += 8) {
    const bits = validity[start >>> 3] as number
    if (bits === 0xff) continue
    const end = Math.min(start + 8, numbers.length)
    for (let index = start; index < end; index++) {
      if ((bits & (1 << (index - start))) === 0) numbers[index] = Number.NaN
    }
  }
}

/** An interrupt before the statement has begun is lost, so it is repeated until the statement ends. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal): { stop: () => void } {
  let repeating: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    repeating = setInterval(() => connection.interrupt(), 10)
  }
  signal.addEventListener('abort', interrupt, { once: true })
  return {
    stop: () => {
      signal.removeEventListener('abort', interrupt)
      clearInterval(repeating)
    },
  }
}

function reportProgress(connection: DuckDBConnection, onProgress: (fraction: number) => void): void {
  const { percentage } = connection.progress
  if (percentage > 0) onProgress(Math.min(percentage / 100, 1))
}

function columnsOf(result: DuckDBResult): AnswerColumn[] {
  const types = result.columnTypes()
  return result.columnNames().map((name, index) => {
    const type = types[index]
    return type ? { name, ...partTypeOf(type) } : { name, sqlType: String(type) }
  })
}

function partTypeOf(type: DuckDBType): PartType {
  const sqlType = type.alias ?? String(type)
  const parts = partsOf(type)
  return parts ? { sqlType, parts } : { sqlType }
}

function partsOf(type: DuckDBType): TypeParts | undefined {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return { item: partTypeOf(type.valueType) }
  if (type instanceof DuckDBMapType) return { key: partTypeOf(type.keyType), value: partTypeOf(type.valueType) }
  if (!(type instanceof DuckDBStructType)) return undefined
  const { entryNames, entryTypes } = type
  return { fields: entryTypes.map((entry, index) => ({ name: entryNames[index] ?? '', ...partTypeOf(entry) })) }
}
