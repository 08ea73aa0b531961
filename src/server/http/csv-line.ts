const opensFormula = /^[=+\-@\t\r]/
const needsQuotes = /[",\r\n]/

/**
 * One line of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets a leading apostrophe, unless it is a
 * number: what stands in a cell may come from somebody who wants it to be run.
 */
export const csvLine = (values: (string | number | null)[]): string => `${values.map(cell).join(',')}\r\n`

const cell = (value: string | number | null): string => {
  if (value === null) return ''
  const text = String(value)
  const guarded = opensFormula.test(text) && !isNumber(text) ? `'${text}` : text
  return needsQuotes.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
