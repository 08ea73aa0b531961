import { sqlAggregates, sqlFunctions, sqlOperators, sqlTableFunctions } from '../../shared/sql-functions.ts'
import type { DuckDb } from '../duckdb.ts'
import { quoteText } from '../sql-text.ts'
import { placeOfByte, placeOfCharacter, SqlError } from './sql-error.ts'

type Node = Record<string, unknown>

const lowerCase = (names: readonly string[]) => names.map((name) => name.toLowerCase())
const tableFunctions = new Set(sqlTableFunctions)
const functions = new Set(lowerCase([...sqlOperators, ...sqlFunctions, ...sqlAggregates, ...sqlTableFunctions]))
/** What DuckDB itself calls tables: an alias of a query may not take their place. */
const inner = /^(duckdb|pg|pragma|sqlite)_/

/**
 * Refuses what is not exactly one SELECT about these tables with the functions of people's SQL, as DuckDB's own parser
 * reads it; nothing is bound or run. Answers with the statement without what ends it. Throws `SqlError`.
 */
export async function checkStatement(db: DuckDb, sql: string, tables: string[]): Promise<string> {
  if (sql.includes('\0')) throw new SqlError('SQL text has no NUL characters.')
  const parsed = await parse(db, sql)
  if (parsed.error) {
    if (parsed.error_type !== 'parser') throw new SqlError(onlySelect)
    throw new SqlError(String(parsed.error_message), placeOfCharacter(sql, Number(parsed.position ?? -1)))
  }
  const statements = parsed.statements as Node[]
  if (statements.length === 0) throw new SqlError('There is no statement in this text.')
  if (statements.length > 1) throw new SqlError('Ask one question at a time: this is more than one statement.')
  const nodes = nodesOf(statements)
  const known = new Set([...lowerCase(tables), ...nodes.flatMap(namesOfQueries)])
  for (const node of nodes) {
    const problem = problemOf(node, known)
    if (problem) throw new SqlError(problem, placeOfByte(sql, Number(node.query_location ?? -1)))
  }
  return withoutEnd(db, sql)
}

const onlySelect =
  'Only questions can be asked: one statement that begins with SELECT, WITH, FROM or VALUES, for example.'

async function parse(db: DuckDb, sql: string): Promise<Node> {
  const { rows } = await db.query(`SELECT json_serialize_sql(${quoteText(sql)}, skip_null := true, skip_empty := true)`)
  return JSON.parse(String(rows[0]?.[0]))
}

/** All objects of a tree, without recursion: SQL may be nested as deep as it likes. */
function nodesOf(tree: unknown): Node[] {
  const nodes: Node[] = []
  const open: unknown[] = [tree]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if (!Array.isArray(next)) nodes.push(next as Node)
    for (const child of Object.values(next)) open.push(child)
  }
  return nodes
}

/** The names that a WITH gives to its queries. */
function namesOfQueries({ cte_map }: Node): string[] {
  const { map = [] } = (cte_map ?? {}) as { map?: { key: string }[] }
  return map.map(({ key }) => {
    const name = key.toLowerCase()
    if (inner.test(name)) throw new SqlError(`A query cannot be called ${key}: names like that are DuckDB's own.`)
    return name
  })
}

function problemOf(node: Node, known: ReadonlySet<string>): string | undefined {
  const { type, function_name: name } = node
  if (type === 'BASE_TABLE') return problemOfTable(node, known)
  if (type === 'SHOW_REF' && node.query === undefined) return 'Use DESCRIBE or SUMMARIZE with one of your tables.'
  if (type === 'TABLE_FUNCTION' && !tableFunctions.has(nameOf(node.function))) {
    return `There is no function "${nameOf(node.function)}" here that stands for a table.`
  }
  if (typeof name === 'string' && !functions.has(name.toLowerCase())) return `There is no function "${name}" here.`
  return undefined
}

function problemOfTable(node: Node, known: ReadonlySet<string>): string | undefined {
  const parts = [node.catalog_name, node.schema_name, node.table_name].filter((part) => part)
  if (parts.length === 1 && known.has(String(parts[0]).toLowerCase())) return undefined
  return `There is no table "${parts.join('.')}" here. There is ${[...known].map((name) => `"${name}"`).join(', ')}.`
}

const nameOf = (call: unknown) => String((call as Node | undefined)?.function_name ?? '').toLowerCase()

/** The statement as it can stand in parentheses: from its end the first part that is whole by itself. */
async function withoutEnd(db: DuckDb, sql: string): Promise<string> {
  let bare = sql
  for (let tries = 0; tries < mostEnds; tries++) {
    const { error } = await parse(db, `FROM (\n${bare}\n)`)
    if (!error) return bare
    const end = bare.lastIndexOf(';')
    if (end < 0) break
    bare = bare.slice(0, end)
  }
  throw new SqlError('What follows the end of the statement cannot be left out. Remove it.')
}

const mostEnds = 100
