import { columnKindOf } from '../column-kind-of.ts'
import type { Answer } from '../duckdb.ts'
import { asSqlError } from '../sql/as-sql-error.ts'
import { placeOfByte, placeOfCharacter, SqlError } from '../sql/sql-error.ts'
import { quoteName, quoteText } from '../sql-text.ts'
import { expressionFunctions } from './expression-functions.ts'
import { type ExpressionNode, type Growths, growthOf, partsOf } from './expression-growth.ts'

/** What answers SQL: an instance, or a table of one. */
export type Asked = { query(sql: string): Promise<Answer> }

type Statement = { node: Record<string, unknown> & { select_list: ExpressionNode[] } }
type Parsed = {
  error: boolean
  error_type?: string
  error_message?: string
  position?: string
  statements?: Statement[]
}

const lead = 'SELECT (\n'
const end = '\n) FROM data'
const mostGrowth = 1000
const classes = new Set([
  ...['BETWEEN', 'CASE', 'CAST', 'COLUMN_REF', 'COMPARISON', 'CONJUNCTION', 'CONSTANT', 'FUNCTION', 'OPERATOR'],
])
const whatItIs: Record<string, string> = {
  LAMBDA: 'A computed column has no functions of its own (->).',
  STAR: 'Name the columns: * stands for all of them.',
  SUBQUERY: 'A computed column reads its own row and asks no further question.',
  WINDOW: 'A computed column reads its own row, not those around it.',
}

/** An expression as SQL gives it a value: null where it fails for a row. */
export const expressionSql = (expression: string): string => `TRY((\n${expression}\n))`

/**
 * Refuses what is not exactly one expression over these columns, whose value depends on its row alone, as DuckDB's own
 * parser reads it. Answers with the type of its values and how long they can become, where `growths` says it of the
 * columns. Throws `SqlError`.
 */
export async function checkExpression(
  duck: Asked,
  expression: string,
  columns: { name: string; sql_type: string }[],
  growths: Growths,
): Promise<{ sqlType: string; growth: number }> {
  const node = await parse(duck, expression)
  const names = new Set(columns.map(({ name }) => name.toLowerCase()))
  const parts = [node]
  for (const part of parts) {
    const problem = problemOf(part, names)
    if (problem) throw new SqlError(problem, placeOf(part, expression))
    parts.push(...partsOf(part))
  }
  const growth = growthOf(node, growths)
  if (growth > mostGrowth) throw new SqlError('This makes texts that are far longer than those of its row.')
  return { sqlType: await typeOf(duck, expression, columns), growth }
}

async function parse(duck: Asked, expression: string): Promise<ExpressionNode> {
  if (expression.includes('\0')) throw new SqlError('SQL text has no NUL characters.')
  const { rows } = await duck.query(`SELECT json_serialize_sql(${quoteText(`${lead}${expression}${end}`)})`)
  const parsed: Parsed = JSON.parse(String(rows[0]?.[0]))
  if (parsed.error) {
    const at = Number(parsed.position ?? -1) - lead.length
    const isInside = parsed.error_type === 'parser' && at <= [...expression].length
    throw new SqlError(
      isInside && parsed.error_message ? parsed.error_message : 'This is no whole expression.',
      isInside ? placeOfCharacter(expression, at) : undefined,
    )
  }
  const [statement, more] = parsed.statements ?? []
  const node = statement?.node
  const [found, second] = node?.select_list ?? []
  if (!found || second || more || !isPlain(node)) throw new SqlError('Write one expression, such as price * amount.')
  return found
}

/** Whether a statement is nothing but our SELECT of one expression from the table. */
function isPlain(node: Statement['node'] | undefined): boolean {
  const {
    type,
    select_list: _,
    from_table,
    aggregate_handling: __,
    cte_map,
    ...rest
  } = node ?? ({} as Record<string, unknown>)
  const { table_name, type: source } = (from_table ?? {}) as Record<string, unknown>
  const isBare = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)
  const { map } = (cte_map ?? { map: [] }) as { map: unknown[] }
  return (
    map.length === 0 &&
    type === 'SELECT_NODE' &&
    source === 'BASE_TABLE' &&
    table_name === 'data' &&
    Object.values(rest).every(isBare)
  )
}

function problemOf(node: ExpressionNode, names: ReadonlySet<string>): string | undefined {
  if (!classes.has(node.class)) return whatItIs[node.class] ?? 'A computed column cannot use this.'
  if (node.class === 'COLUMN_REF') {
    const [name = ''] = node.column_names as string[]
    return names.has(name.toLowerCase()) ? undefined : `There is no column "${name}" here.`
  }
  if (node.class === 'CAST' && JSON.stringify(node.cast_type).includes('"UNBOUND"')) return 'There is no such type.'
  if (node.class !== 'FUNCTION') return undefined
  const name = String(node.function_name).toLowerCase()
  if (!expressionFunctions.has(name)) return `A computed column cannot use the function "${name}".`
  const { orders } = node.order_bys as { orders: unknown[] }
  return node.distinct || node.filter || orders.length > 0 ? `"${name}" works on one row here.` : undefined
}

const placeOf = ({ query_location: at }: ExpressionNode, expression: string) =>
  placeOfByte(expression, Number(at ?? -1) - lead.length)

async function typeOf(duck: Asked, expression: string, columns: { name: string; sql_type: string }[]): Promise<string> {
  const nulls = columns.map(({ name, sql_type }) => `NULL::${sql_type} AS ${quoteName(name)}`).join(', ')
  const start = 'DESCRIBE SELECT '
  const described = await duck
    .query(`${start}${expressionSql(expression)} AS v FROM (SELECT ${nulls}) AS data`)
    .catch((error: Error) => {
      throw asBindError(error, expression)
    })
  const sqlType = String(described.rows[0]?.[1])
  if (columnKindOf(sqlType) === 'unsupported') {
    throw new SqlError(
      `This gives values of the type ${sqlType}, which no column holds. Make a number or a text of it.`,
    )
  }
  return sqlType
}

/** What the binder says, with the place it marks by a line and a caret. */
function asBindError(error: Error, expression: string): unknown {
  const found = asSqlError(error, { sql: expression }, { memoryLimitBytes: 0, maxTempBytes: 0 } as never)
  if (!(found instanceof SqlError)) return error
  const [, line, shown = '', caret = ''] = /\nLINE (\d+): ([^\n]*)\n( *)\^/.exec(error.message) ?? []
  const prefix = `LINE ${line}: `.length
  const text = expression.split('\n')[Number(line) - 2]
  const isWhole = text !== undefined && text === shown
  const place = isWhole ? { line: Number(line) - 1, column: caret.length - prefix + 1 } : undefined
  return new SqlError((found.message.split('\n')[0] ?? '').trim(), place)
}
