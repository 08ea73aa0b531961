import type { ExportFormat } from '../../../shared/export-format.ts'
import type { ColumnProfile } from '../../../shared/profile.ts'

const typicalLength: Partial<Record<ColumnProfile['kind'], number>> = { temporal: 19, boolean: 5, nested: 40 }
const lengthOf = (value: unknown) => String(value ?? '').length

/** How many characters the values of a column take on average. */
const meanLength = ({ kind, sql_type, min, max, mean_length, count, null_count }: ColumnProfile): number => {
  const share = count === 0 ? 0 : (count - null_count) / count
  if (kind === 'text') return (mean_length ?? 10) * share
  if (kind === 'numeric') return ((lengthOf(min) + lengthOf(max)) / 2) * share
  return (sql_type === 'DATE' ? 10 : (typicalLength[kind] ?? 10)) * share
}

/**
 * About how many bytes rows take as text, from the profile of their columns: right to perhaps a third. Undefined for
 * formats that compress.
 */
export const exportSize = (rows: number, columns: ColumnProfile[], format: ExportFormat): number | undefined => {
  const values = columns.reduce((sum, column) => sum + meanLength(column) + 1, 0)
  const names = columns.reduce((sum, { name }) => sum + name.length, 0)
  if (format === 'csv' || format === 'tsv') return names + columns.length + rows * values
  const quotes = columns.reduce((sum, { kind }) => sum + (kind === 'numeric' || kind === 'boolean' ? 0 : 2), 0)
  if (format === 'json' || format === 'ndjson') return rows * (values + quotes + names + 3 * columns.length + 2)
  return undefined
}
