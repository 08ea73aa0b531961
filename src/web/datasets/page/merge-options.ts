import type { ReadingOptions } from '../../../shared/reading-options.ts'

/** What was decided before together with what is decided now; of two decisions about one thing the later holds. */
export function mergeOptions(before: ReadingOptions, now: ReadingOptions): ReadingOptions {
  const merged = { ...before, ...now }
  if (!before.columns || !now.columns) return merged
  const columns = new Map(before.columns.map((column) => [column.index, column]))
  for (const { format, ...column } of now.columns) {
    const { format: formatBefore, ...known } = columns.get(column.index) ?? { index: column.index }
    const kept = format ?? (column.sql_type === undefined ? formatBefore : undefined)
    columns.set(column.index, { ...known, ...column, ...(kept === undefined ? {} : { format: kept }) })
  }
  return { ...merged, columns: [...columns.values()].sort((a, b) => a.index - b.index) }
}
