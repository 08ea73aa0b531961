import type { JsonNode } from './outline-json.ts'

/**
 * What a table of a document is: a list of `objects`, of `arrays` or of plain `values`; an object whose `members` are records
 * by key, or `pairs` of a key and a plain value; an object of `columns`, each a list, or each an object of the same row
 * numbers (`keyed_columns`); or one `record`.
 */
export type JsonTableKind =
  | 'objects'
  | 'arrays'
  | 'values'
  | 'members'
  | 'pairs'
  | 'columns'
  | 'keyed_columns'
  | 'record'

/** A table of a document. `names` are those of the columns of a list of lists, `index` is the list of its row names. */
export type JsonTable = {
  node: JsonNode
  kind: JsonTableKind
  rows: number
  columns: number
  names?: string[] | undefined
  index?: JsonNode | undefined
  score: number
}

const usualNames =
  /^(data|records?|rows|results?|items|features|values?|entries|objects|hits|observations|elements|docs|documents|list|content|resources)$/i
const namesAboutData =
  /^(fields?|columns?|schema|meta(data)?|links?|included|errors?|warnings|facets|headers?|aggregations|pagination|notes|sources|parameters|query|crs|bbox)$/i
const namesOfNames = /^(columns?|fields?|headers?|names|column_?names|header|keys|schema)$/i

const fewestPairs = 50

/** A single record is as good as this many cells: a list of two rows or columns is more. */
const scoreOfRecord = 1.5

/** The tables of a document, the one most likely meant first. There is always one. */
export function findTables(nodes: JsonNode[]): JsonTable[] {
  const found: JsonTable[] = []
  const tables = new Set<JsonNode>()
  for (const node of nodes) {
    if (isWithinList(node, tables)) continue
    const table = tableOf(node, nodes)
    if (!table) continue
    found.push(table)
    tables.add(node)
  }
  found.sort((a, b) => b.score - a.score)
  const [root] = nodes
  if (!root?.isObject || tables.has(root)) return found
  const isBest = (found[0]?.score ?? 0) < scoreOfRecord
  return isBest ? [recordOf(root), ...found] : [...found, recordOf(root)]
}

/** The table at a node of which a person says that it is one. */
export function tableAt(node: JsonNode, nodes: JsonNode[]): JsonTable {
  const table = tableOf(node, nodes)
  if (table) return table
  return node.isObject ? recordOf(node) : { node, kind: 'values', rows: node.count, columns: 1, score: 0 }
}

function isWithinList({ parent }: JsonNode, tables: Set<JsonNode>): boolean {
  for (let above = parent; above; above = above.parent) if (!above.isObject && tables.has(above)) return true
  return false
}

function tableOf(node: JsonNode, nodes: JsonNode[]): JsonTable | undefined {
  const kind = node.isObject ? kindOfObject(node) : kindOfList(node)
  if (kind === undefined) return undefined
  const { rows, columns } = sizeOf(node, kind)
  const names = kind === 'arrays' ? namesFor(node, nodes) : undefined
  const index = names && indexFor(node, nodes)
  const score = scoreOf(node, kind, rows, Math.max(columns, names?.length ?? 0))
  return { node, kind, rows, columns: columns + (index ? 1 : 0), names, index, score }
}

function recordOf(node: JsonNode): JsonTable {
  return { node, kind: 'record', rows: 1, columns: node.count, score: scoreOfRecord }
}

function kindOfList({ count, objects, arrays, nulls }: JsonNode): JsonTableKind | undefined {
  const values = count - nulls
  if (objects > 0 && (arrays === 0 || objects >= 0.9 * values)) return 'objects'
  if (arrays > 0 && arrays === values) return 'arrays'
  return arrays === 0 && objects === 0 && values > 1 ? 'values' : undefined
}

function kindOfObject(node: JsonNode): JsonTableKind | undefined {
  const { count, objects, arrays, nulls, deeper, shortest, longest, keys, keyCount, strings, path } = node
  if (arrays === count && count > 0 && deeper === 0 && shortest === longest && shortest > 1) return 'columns'
  if (objects > 1 && objects + nulls === count) {
    const shared = keyCount / objects / Math.max(keys.size, 1)
    if (areRowNumbers([...keys.keys()]) && shared === 1 && keys.size > 1 && deeper === 0) return 'keyed_columns'
    if (shared === 1 || (shared >= 0.5 && objects > 2)) return 'members'
  }
  const isPlain = objects + arrays === 0 && count >= fewestPairs
  const areNumbers = strings + nulls === 0
  return isPlain && (areNumbers || strings + nulls === count) && path.length < 4 ? 'pairs' : undefined
}

function areRowNumbers(keys: string[]): boolean {
  return keys.every((key, place) => key === String(place))
}

function sizeOf(node: JsonNode, kind: JsonTableKind): { rows: number; columns: number } {
  switch (kind) {
    case 'columns':
      return { rows: node.longest, columns: node.count }
    case 'keyed_columns':
      return { rows: node.keys.size, columns: node.count }
    case 'members':
      return { rows: node.count, columns: node.keys.size + 1 }
    case 'pairs':
      return { rows: node.count, columns: 2 }
    case 'arrays':
      return { rows: node.count, columns: node.longest }
    default:
      return { rows: node.count, columns: kind === 'values' ? 1 : node.keys.size }
  }
}

/** How much a table holds, more where it stands under a name that data has, hardly anything under one that describes. */
function scoreOf({ path }: JsonNode, kind: JsonTableKind, rows: number, columns: number): number {
  const steps = path.filter((step) => typeof step === 'string')
  const name = steps.at(-1) ?? ''
  const isAbout = steps.some((step) => namesAboutData.test(step))
  const isUsual = usualNames.test(name) || steps.length === 0
  const ofKind = kind === 'values' ? 0.01 : kind === 'pairs' ? 0.05 : kind === 'members' ? 0.5 : 1
  const isLone = rows === 1 && !isUsual
  return isLone ? 0.5 : rows * columns * ofKind * (isUsual ? 4 : 1) * (isAbout ? 0.02 : 1)
}

/** The names of the columns of a list of lists: as many as its lists are long, in a list beside it or elsewhere. */
function namesFor(node: JsonNode, nodes: JsonNode[]): string[] | undefined {
  if (node.shortest !== node.longest) return undefined
  const near = nodes.filter((other) => other !== node && other.parent === node.parent)
  for (const other of [...near, ...nodes]) {
    if (other.isObject || other === node || !namesOfNames.test(String(other.path.at(-1) ?? ''))) continue
    if (other.texts.length === node.longest && other.count === node.longest) return other.texts
    for (const named of other.named.values())
      if (named.length === node.longest && other.count === named.length) return named
  }
  return undefined
}

/** The names of the rows beside a list of lists, as pandas writes them. */
function indexFor(node: JsonNode, nodes: JsonNode[]): JsonNode | undefined {
  return nodes.find(
    (other) =>
      other.parent === node.parent && other.path.at(-1) === 'index' && !other.isObject && other.count === node.count,
  )
}
