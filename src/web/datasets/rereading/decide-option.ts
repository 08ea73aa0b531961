import type { ReadingOption } from '../../../shared/applicable-options.ts'
import type { ColumnOptions, ReadingOptions } from '../../../shared/reading-options.ts'
import { hasMarks } from './reading-choices.ts'

/** The options with one thing decided; undefined takes the decision back, so that it is found in the file again. */
export function decideOption<Option extends ReadingOption>(
  options: ReadingOptions,
  option: Option,
  value: ReadingOptions[Option] | undefined,
): ReadingOptions {
  const { [option]: _, ...others } = options
  return value === undefined ? (others as ReadingOptions) : { ...others, [option]: value }
}

/** The options with one thing about a column decided; a column of which nothing is decided any more is left out. */
export function decideColumn<Part extends Exclude<keyof ColumnOptions, 'index'>>(
  options: ReadingOptions,
  index: number,
  part: Part,
  value: ColumnOptions[Part] | undefined,
): ReadingOptions {
  const { [part]: _, ...others } = { ...options.columns?.find((column) => column.index === index), index }
  const kept = part === 'sql_type' ? withoutType(others as ColumnOptions, value as string | undefined) : others
  const column = (value === undefined ? kept : { ...kept, [part]: value }) as ColumnOptions
  const columns = [
    ...(options.columns?.filter((other) => other.index !== index) ?? []),
    ...(Object.keys(column).length > 1 ? [column] : []),
  ].sort((a, b) => a.index - b.index)
  return decideOption(options, 'columns', columns.length > 0 ? columns : undefined)
}

/** A format is that of its type, and only numbers have marks. */
function withoutType(column: ColumnOptions, next: string | undefined): Partial<ColumnOptions> {
  const { format: _, decimal, thousands, ...rest } = column
  if (next !== undefined && !hasMarks(next)) return rest
  return { ...rest, ...(decimal === undefined ? {} : { decimal }), ...(thousands === undefined ? {} : { thousands }) }
}

/** How many things are decided: each option, and each part of each column. */
export function countDecisions({ columns = [], ...others }: ReadingOptions): number {
  return Object.keys(others).length + columns.reduce((sum, column) => sum + Object.keys(column).length - 1, 0)
}

/** Whether two sets of decisions are the same. */
export function isSameReading(one: ReadingOptions, other: ReadingOptions): boolean {
  return canonical(one) === canonical(other)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
