/** A part of an expression, as DuckDB's parser writes it. */
export type ExpressionNode = Record<string, unknown> & { class: string; function_name?: string }

const longestPadding = 10_000
const unknownReplacement = 100

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
 * its length. Replacing and padding are what grows.
 */
export function growthOf(node: ExpressionNode): number {
  const [first = 1, ...rest] = partsOf(node).map(growthOf)
  const sum = rest.reduce((total, growth) => total + growth, first)
  const constant = constantOf(partsOf(node).at(-1))
  switch (node.class === 'FUNCTION' && node.function_name?.toLowerCase()) {
    case 'replace':
    case 'regexp_replace':
      return first * Math.max(1, ...partsOf(node).slice(2).map(lengthOf))
    case 'lpad':
    case 'rpad': {
      const width = constantOf(partsOf(node)[1])
      return Math.max(
        first,
        typeof width === 'number' && width <= longestPadding ? width / 10 : Number.POSITIVE_INFINITY,
      )
    }
    default:
      return node.class === 'CONSTANT' && typeof constant === 'string'
        ? Math.max(1, constant.length / 10)
        : Math.max(1, sum)
  }
}

const lengthOf = (node: ExpressionNode): number => {
  const value = constantOf(node)
  return typeof value === 'string' ? value.length : unknownReplacement
}

function constantOf(node: ExpressionNode | undefined): unknown {
  return node?.class === 'CONSTANT' ? (node.value as { value?: unknown }).value : undefined
}
