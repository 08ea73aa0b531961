const plainNumber = String.raw`[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?`
/** As files write numbers: grouped, with a comma for a point, with a percent sign. */
const writtenNumber = String.raw`[+-]?\s?[\d.,''’\s]*\d[\d.,]*([eE][+-]?\d+)?\s?%?`

/**
 * A text with an apostrophe before it where a spreadsheet would take it for a formula: it begins with `= + - @`, a tab, a
 * carriage return or a line feed and is no number. In a numeric column a number may be written as its file writes it.
 */
export function guardSql(sql: string, isNumeric: boolean): string {
  const number = isNumeric ? writtenNumber : plainNumber
  return `CASE WHEN regexp_matches(${sql}, '^[=+\\-@\\t\\n\\r]') AND NOT regexp_full_match(${sql}, '${number}')
    THEN '''' || ${sql} ELSE ${sql} END`
}

/** The same for a name of a column. */
export const guardName = (name: string): string =>
  /^[=+\-@\t\n\r]/.test(name) && !new RegExp(`^(?:${plainNumber})$`).test(name) ? `'${name}` : name
