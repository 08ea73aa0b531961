import type { ColumnOptions, ReadingOptions } from '../../../shared/reading-options.ts'
import type { ColumnJudgement } from './decide-column.ts'
import type { GivenNulls } from './null-texts.ts'
import type { GivenMarks } from './read-numbers.ts'

/** What other columns of a file tell of how its numbers and dates are written, and which column tells it. */
export type Habits = {
  decimal?: { mark: '.' | ','; column: string }
  order?: { order: 'd' | 'm'; column: string }
}

/** What is known of a column besides its texts: what a person has said, and what the rest of the file tells. */
export type ColumnRules = GivenMarks & {
  order?: 'd' | 'm' | 'y' | undefined
  delimiter?: string | undefined
  habits: Habits
  isGivenNull: (text: string) => boolean
}

/** Nothing is known. */
export const noRules: ColumnRules = { habits: {}, isGivenNull: () => false }

const orders = { dmy: 'd', mdy: 'm', ymd: 'y' } as const

/** The rules for one column of a file. */
export function rulesOf(
  column: number,
  reading: ReadingOptions,
  delimiter: string | undefined,
  habits: Habits,
): ColumnRules {
  const own = optionsOf(column, reading)
  const nulls = [...(reading.null_values ?? []), ...(own?.null_values ?? [])]
  return {
    decimal: own?.decimal ?? reading.decimal,
    thousands: own?.thousands === undefined ? reading.thousands : own.thousands,
    order: reading.date_order && orders[reading.date_order],
    delimiter,
    habits,
    isGivenNull: (text) => nulls.includes(text),
  }
}

/** What a person has said of one column. */
export function optionsOf(column: number, { columns }: ReadingOptions): ColumnOptions | undefined {
  return columns?.find(({ index }) => index === column)
}

/** The texts that a person says are null. */
export function givenNullsOf({ null_values, columns }: ReadingOptions): GivenNulls {
  const own = (columns ?? []).flatMap(({ index, null_values: texts }) =>
    texts ? [[index, texts] as [number, string[]]] : [],
  )
  return { everywhere: null_values ?? null, columns: new Map(own) }
}

/** What the other columns, where they can be read in one way only, tell of this one; nothing where they disagree. */
export function habitsOf(judgements: ColumnJudgement[], names: string[], column: number): Habits {
  const habits: Habits = {}
  const decimals = new Map<'.' | ',', string>()
  const found = new Map<'d' | 'm', string>()
  for (const [index, { proves }] of judgements.entries()) {
    if (index === column) continue
    const name = names[index] ?? ''
    if (proves?.decimal && !decimals.has(proves.decimal)) decimals.set(proves.decimal, name)
    if (proves?.order && !found.has(proves.order)) found.set(proves.order, name)
  }
  const [decimal] = decimals
  if (decimal && decimals.size === 1) habits.decimal = { mark: decimal[0], column: decimal[1] }
  const [order] = found
  if (order && found.size === 1) habits.order = { order: order[0], column: order[1] }
  return habits
}
