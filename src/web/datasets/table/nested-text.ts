/** A nested value laid out over lines, also when a text holds JSON of an object or a list; undefined for anything else. */
export const nestedText = (value: unknown): string | undefined => {
  if (value !== null && typeof value === 'object') return JSON.stringify(value, null, 2)
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return undefined
  }
}
