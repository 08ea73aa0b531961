import {
  BLOB,
  BOOLEAN,
  DOUBLE,
  DuckDBBlobValue,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  DuckDBScalarFunction,
  DuckDBTimeNSValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeTZValue,
  DuckDBTimeValue,
  DuckDBTypeId,
  INTEGER,
  StatementType,
  VARCHAR,
  version,
} from '@duckdb/node-api'
import { type AnswerColumn, columnsOf } from './duckdb-columns.ts'
import { type Block, blockReader, doublesReader, viewDoubles } from './duckdb-vectors.ts'
import { quoteText } from './sql-text.ts'

DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0

/** The version of DuckDB that computes everything, as `v1.5.6`. */
export const duckDbVersion: string = version()

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
  /**
   * Shows expressions that are DOUBLE of the rows that `from` names, which is SQL after FROM. All threads compute them, so
   * that blocks come in any order; nothing is kept, which costs a third less than an answer that is streamed.
   */
  visit(expressions: readonly string[], from: string, visitor: BlockVisitor, options?: RunOptions): Promise<void>
}

/** What rows are shown to, block by block: columns of numbers, null as NaN, that are there during the call only. */
export type BlockVisitor = (block: Float64Array[]) => void

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
  const visits = visitsOf(connection)
  const besides: DuckDBConnection[] = []
  return {
    ...statementsOf(connection, visits),
    defineText: (name, textOf) => connection.registerScalarFunction(textFunction(name, textOf)),
    beside: async () => {
      const other = await instance.connect()
      besides.push(other)
      return statementsOf(other, visits)
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

const visited = 'visited'

type Visits = (connection: DuckDBConnection) => DuckDbConnection['visit']

/** Rows are visited by a function of statements, the same for all connections, whose first number says for whom. */
function visitsOf(instanceConnection: DuckDBConnection): Visits {
  const visitors = new Map<number, (chunk: DuckDBDataChunk) => void>()
  let last = 0
  return (connection) => async (expressions, from, visitor, options) => {
    if (last === 0) {
      instanceConnection.registerScalarFunction(visitedFunction((id, chunk) => visitors.get(id)?.(chunk)))
    }
    const id = ++last
    visitors.set(id, (chunk) => {
      const block = viewDoubles(chunk, 1)
      visitor(block)
      // Memory that is not V8's own counts with it until it is let go, and made it collect garbage every million rows.
      for (const { buffer } of block) (buffer as ArrayBuffer).transfer(0)
    })
    try {
      await query(connection, `SELECT count(${visited}(${id}, ${expressions.join(', ')})) FROM ${from}`, options ?? {})
    } finally {
      visitors.delete(id)
    }
  }
}

function visitedFunction(show: (id: number, chunk: DuckDBDataChunk) => void): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    ...{ name: visited, parameterTypes: [INTEGER], varArgsType: DOUBLE, returnType: BOOLEAN },
    ...{ specialHandling: true, volatile: true },
    mainFunction: (_, input) => show(Number(input.getColumnVector(0).getItem(0)), input),
  })
}

function statementsOf(connection: DuckDBConnection, visits: Visits): DuckDbConnection {
  return {
    visit: visits(connection),
    query: (sql, options) => query(connection, sql, options ?? {}),
    prepare: (sql) => prepare(connection, sql),
    numbers: (sql, options) => streamed(connection, sql, options ?? {}, readerOfDoubles),
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

function readerOfDoubles(result: DuckDBResult) {
  if (result.columnTypes().some(({ typeId }) => typeId !== DuckDBTypeId.DOUBLE)) {
    throw new TypeError('Not all is DOUBLE')
  }
  return doublesReader(result.columnCount)
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
