const token = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g

/** JSON laid out over lines with every number and string as it is written; valid JSON only. */
const laidOut = (json: string): string => {
  let text = ''
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  let before = ''
  for (const [part] of json.matchAll(token)) {
    const isClosing = part === '}' || part === ']'
    if (isClosing) depth -= 1
    const isFirst = before === '{' || before === '['
    if (isClosing ? !isFirst : isFirst || before === ',') text += line()
    text += part === ':' ? ': ' : part
    if (part === '{' || part === '[') depth += 1
    before = part
  }
  return text
}

/** A nested value laid out over lines, also when a text holds JSON of an object or a list; undefined for anything else. */
export const nestedText = (value: unknown): string | undefined => {
  if (value !== null && typeof value === 'object') return JSON.stringify(value, null, 2)
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined
  try {
    JSON.parse(value)
    return laidOut(value)
  } catch {
    return undefined
  }
}
