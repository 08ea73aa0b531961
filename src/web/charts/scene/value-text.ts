const exact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 12 })
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A value of a chart in words: numbers grouped, to twelve digits; whole numbers and decimals written as text in full. */
export const valueText = (value: unknown): string => {
  if (value === null || value === undefined) return 'no value'
  if (value === '') return '""'
  if (typeof value !== 'number') return typeof value === 'object' ? JSON.stringify(value) : String(value)
  if (Number.isSafeInteger(value)) return whole.format(value)
  const size = Math.abs(value)
  return size >= 1e15 || (size !== 0 && size < 1e-6) ? String(value) : exact.format(value)
}

/** A category as a label: the stored value, ungrouped, in quotes where blanks would hide at its ends. */
export const categoryText = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text === '' || text.trim() !== text ? `"${text}"` : text
}
