/** A part of an expression, as DuckDB's parser writes it. */
export type ExpressionNode = Record<string, unknown> & { class: string; function_name?: string }

/** How many times as long as the texts of a row those of a column are, by its name in lower case; others are 1. */
export type Growths = ReadonlyMap<string, number>

const longestPadding = 10_000
const unknownText = 100

/** How many times as long a function makes its text at most, of those that it can be put through again and again. */
const lengthens: Record<string, number> = {
  ...{ hex: 2, to_hex: 2, base64: 2, to_base64: 2, url_encode: 3, bin: 8, to_binary: 8 },
  ...{ nfc_normalize: 3, regexp_escape: 2, strftime: 10 },
}

/** Each writes the quotes and backslashes of its texts with another one before them. */
const quotes = /^(json|to_json|row_to_json|array_to_json)/

/** The parts directly below one. */
export function partsOf(node: ExpressionNode): ExpressionNode[] {
  const parts: ExpressionNode[] = []
  const open: unknown[] = Object.entries(node).flatMap(([key, value]) => (key === 'value' ? [] : [value]))
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next !== 'object' || next === null) continue
    if ('class' in next) parts.push(next as ExpressionNode)
    else open.push(...Object.values(next))
  }
  return parts.reverse()
}

/**
 * About how many times as long as the texts of its row what an expression makes of them can be; a constant text counts by
 * its length.
 */
export function growthOf(node: ExpressionNode, growths: Growths): number {
  const parts = partsOf(node)
  const each = parts.map((part) => growthOf(part, growths))
  const sum = each.reduce((total, growth) => total + growth, 0)
  switch (node.class) {
    case 'COLUMN_REF':
      return growths.get(String((node.column_names as string[])[0]).toLowerCase()) ?? 1
    case 'CONSTANT':
      return Math.max(1, lengthOf(node, 0) / 10)
    case 'CAST':
      return sum * growthByCast(JSON.stringify(node.cast_type))
    case 'FUNCTION':
      return Math.max(1, growthByFunction(String(node.function_name).toLowerCase(), parts, each, sum))
    default:
      return Math.max(1, sum)
  }
}

/** Bits are a letter each; what is in a list is quoted, with a comma and a space after it. */
const growthByCast = (type: string) => (/"BIT"/.test(type) ? 8 : /"(VARCHAR|JSON)"/.test(type) ? 4 : 1)

function growthByFunction(name: string, parts: ExpressionNode[], each: number[], sum: number): number {
  const [first = 1, second = 1, third = 1] = each
  switch (name) {
    case 'replace':
    case 'regexp_replace':
      return first * Math.max(third, lengthOf(parts[2], unknownText))
    case 'array_to_string':
    case 'list_string_agg':
      return first * Math.max(second, lengthOf(parts[1], unknownText))
    case 'aggregate':
    case 'array_aggr':
    case 'array_aggregate':
    case 'list_aggr':
    case 'list_aggregate':
      return first * Math.max(third, lengthOf(parts[2], unknownText))
    case 'concat_ws':
      return sum + first * parts.length
    case 'lpad':
    case 'rpad': {
      const width = constantOf(parts[1])
      return typeof width === 'number' && width <= longestPadding
        ? Math.max(first, width / 10)
        : Number.POSITIVE_INFINITY
    }
    default:
      return sum * (lengthens[name] ?? (quotes.test(name) ? 2 : 1))
  }
}

const lengthOf = (node: ExpressionNode | undefined, unknown: number): number => {
  const value = constantOf(node)
  return typeof value === 'string' ? value.length : node ? unknown : 1
}

function constantOf(node: ExpressionNode | undefined): unknown {
  return node?.class === 'CONSTANT' ? (node.value as { value?: unknown }).value : undefined
}
