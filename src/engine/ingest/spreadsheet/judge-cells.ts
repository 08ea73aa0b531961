import { type ColumnJudgement, mostMisfits } from '../columns/decide-column.ts'
import type { Reading } from '../columns/reading.ts'
import { plainTruth } from '../columns/truth-words.ts'
import { areAllPercent, type ColumnCounts } from './sheet-rows.ts'
import type { CellKind } from './workbook.ts'

/**
 * How a column is read, from what its cells are typed as: the type that holds every cell with a value. Error cells hold
 * none, so that they are null beside values of a type; beside text they stay the text that Excel shows.
 */
export function judgeCells(counts: ColumnCounts): ColumnJudgement {
  const kinds = (Object.entries(counts.kinds) as [CellKind, number][]).filter(([kind]) => kind !== 'error')
  const values = kinds.reduce((sum, [, count]) => sum + count, 0)
  const errors = [...counts.errors].map(([text, count]) => ({ text, count }))
  if (values === 0) {
    return errors.length > 0
      ? judged({ id: 'text' }, () => 'The column holds nothing but errors.')
      : judged({ id: 'empty' }, () => 'There is no value in this column.')
  }
  const reading = readingOf(new Set(kinds.map(([kind]) => kind)), counts)
  if (reading.id === 'text') {
    const because = kinds.length > 1 ? () => mixture(kinds) : whyText(counts)
    return { ...judged(reading, because), nearly: nearlyOf(kinds, counts, values) }
  }
  return {
    ...judged(reading, (n) => `${grouped(n)} of ${grouped(n)} cells hold ${claimOf(reading, counts)}.`),
    nullTexts: errors,
    unit: unitOf(counts),
  }
}

/** What all numbers of a column are shown in: percent, or a currency. */
function unitOf(counts: ColumnCounts): string | null {
  if (areAllPercent(counts)) return 'percent'
  const { kinds, currencies } = counts
  const [only] = currencies
  return currencies.size === 1 && only?.[0] && only[1] === kinds.number ? only[0] : null
}

function judged(reading: Reading, because: ColumnJudgement['because']): ColumnJudgement {
  return { reading, nullTexts: [], because, alternatives: [], nearly: null }
}

function readingOf(kinds: Set<CellKind>, counts: ColumnCounts): Reading {
  const isOnly = (...allowed: CellKind[]) => [...kinds].every((kind) => allowed.includes(kind))
  if (isOnly('number')) return numberReading(counts)
  if (isOnly('boolean')) return { id: 'boolean', words: plainTruth }
  if (isOnly('date')) return { id: 'date', format: null }
  if (isOnly('date', 'datetime')) return { id: 'timestamp', format: null }
  return isOnly('time') ? { id: 'time' } : { id: 'text' }
}

/** The numbers of a workbook are doubles; whole ones that some programs write beyond them keep every digit. */
function numberReading({ fractions, mostDigits, inexact }: ColumnCounts): Reading {
  if (fractions > 0) return inexact > 0 ? { id: 'text' } : { id: 'double', decimal: '.', mayDropZeros: true }
  if (mostDigits <= 18) return { id: 'integer' }
  if (mostDigits <= 38) return { id: 'wide_integer' }
  return inexact > 0 ? { id: 'text' } : { id: 'double', decimal: '.', mayDropZeros: true }
}

/** The type that all but a few cells have. */
function nearlyOf(kinds: [CellKind, number][], counts: ColumnCounts, values: number): ColumnJudgement['nearly'] {
  for (const [kind, count] of kinds) {
    const misfits = values - count
    if (kind === 'text' || misfits === 0 || misfits > values * mostMisfits) continue
    const reading = readingOf(new Set([kind]), counts)
    if (reading.id !== 'text') return { reading, misfits }
  }
  return null
}

const names: Record<CellKind, string> = {
  number: 'numbers',
  text: 'text',
  boolean: 'true or false',
  date: 'dates',
  datetime: 'dates with times',
  time: 'times of day',
  duration: 'durations',
  error: 'errors',
}

function mixture(kinds: [CellKind, number][]): string {
  const parts = kinds.toSorted((a, b) => b[1] - a[1]).map(([kind, count]) => `${names[kind]} in ${grouped(count)}`)
  return `Its cells hold ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`
}

function whyText({ inexact }: ColumnCounts): (values: number) => string {
  if (inexact > 0) return () => 'Some whole numbers have more digits than a number with a fraction can keep.'
  return (n) => `${grouped(n)} of ${grouped(n)} cells hold text.`
}

function claimOf(reading: Reading, counts: ColumnCounts): string {
  switch (reading.id) {
    case 'boolean':
      return 'true or false'
    case 'date':
      return 'dates'
    case 'timestamp':
      return 'dates with times'
    case 'time':
      return 'times of day'
    default: {
      const what = reading.id === 'double' ? 'numbers' : 'whole numbers'
      const { percents, currencies } = counts
      if (areAllPercent(counts)) return `${what} shown as percent: 0.125 is 12.5`
      const [currency] = [...currencies].toSorted((a, b) => b[1] - a[1])[0] ?? []
      if (percents > 0) return `${what}; ${grouped(percents)} of them are shown as percent, 0.5 as 50 %`
      return currencies.size > 0 ? `${what}, shown as amounts${currency ? ` in ${currency}` : ' of money'}` : what
    }
  }
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
