import type { ClassCount } from './class-counts.ts'
import type { ColumnRules } from './column-rules.ts'
import { claimOf, type Family, grouped, type Outcome, simpleFamily, total } from './family.ts'
import {
  commonOrders,
  type DateOrder,
  isDoubtful,
  isNamedDoubtful,
  namedReading,
  orderByFirsts,
  orderedReading,
  timeReading,
} from './read-dates.ts'
import type { Reading } from './reading.ts'

const orderNames = { d: 'day', m: 'month', y: 'year' }

function readOrdered(values: ClassCount[], rules: ColumnRules): Outcome | undefined {
  const possible = commonOrders(values)
  const orders = underRule(values, possible, rules)
  if (orders.length === 0) return undefined
  const sure = orders.filter((order) => !isDoubtful(values, order, orders))
  if (sure.length < orders.length && rules.order === undefined) return doubtfulDates(values, orders)
  const { first, because } = likeliest(values, orders, rules)
  const others = orders.filter((order) => order !== first)
  const reading = orderedReading(values, first)
  const isOnly = others.length === 0 && possible.length === 1 && first !== 'y'
  return {
    reading,
    alternatives: others.map((order) => orderedReading(values, order)),
    claim: (n) => claimOf(`parse as ${claimOfOrder(values, n, reading, first, possible)}${because}`)(n),
    proves: isOnly ? { order: first } : undefined,
    isDecided: rules.order !== undefined && possible.length > 1,
  }
}

function doubtfulDates(values: ClassCount[], orders: DateOrder[]): Outcome {
  return {
    reading: { id: 'text' },
    alternatives: orders.map((order) => orderedReading(values, order)),
    claim: () =>
      `The values may be dates with years of two digits, for example “${values[0]?.example}”, but of which century or order they do not tell.`,
  }
}

/**
 * The orders that a person's choice leaves; it says nothing of dates that cannot have it, as those that begin with a
 * year.
 */
function underRule(values: ClassCount[], orders: DateOrder[], { order }: ColumnRules): DateOrder[] {
  if (order === undefined || orders.includes(order)) return order === undefined ? orders : [order]
  const mayHave =
    order === 'y' ? values.some(({ form }) => form[0] === 'y') : values.some(({ form }) => !form.startsWith('Yy'))
  return mayHave ? [] : orders
}

function likeliest(
  values: ClassCount[],
  orders: DateOrder[],
  { habits, order }: ColumnRules,
): { first: DateOrder; because: string } {
  const [first] = orders as [DateOrder]
  if (orders.length === 1) return { first, because: order === undefined ? '' : '; the order was chosen by a person' }
  const habit = habits.order
  if (habit && orders.includes(habit.order)) {
    return {
      first: habit.order,
      because: `; the ${orderNames[habit.order]} comes first in \`${habit.column}\`, which has no other reading`,
    }
  }
  const byFirsts = orderByFirsts(values)
  if (byFirsts && orders.includes(byFirsts)) {
    return { first: byFirsts, because: '; read so, each is the first day of a month' }
  }
  if (orders.includes('m') && values.some(({ form }) => form.endsWith('P'))) {
    return { first: 'm', because: '; where hours go to twelve, the month usually comes first' }
  }
  return { first, because: '' }
}

/** What was counted may be a sample of `n` values. */
function claimOfOrder(
  values: ClassCount[],
  n: number,
  reading: Reading,
  first: DateOrder,
  possible: DateOrder[],
): string {
  const what = `${orderNames[first]}-first ${reading.id === 'date' ? 'dates' : 'timestamps'}`
  if (first === 'y') return what
  const other = first === 'd' ? 'm' : 'd'
  const cannot = total(values.filter(({ form }) => !(form.split('|')[0] ?? '').slice(1).includes(other)))
  return possible.includes(other)
    ? `${what}, and all of them as ${orderNames[other]}-first too`
    : `${what}; ${n > total(values) ? 'at least ' : ''}${grouped(cannot)} cannot be ${orderNames[other]}-first`
}

const ordered: Family = {
  classes: ['ordered_date'],
  read: readOrdered,
  parts: (values) =>
    (['d', 'm', 'y'] as const).map((order) =>
      values.filter(({ form }) => (form.split('|')[0] ?? '').slice(1).includes(order)),
    ),
}

const named: Family = {
  classes: ['named_date'],
  read: (values) => {
    const reading = namedReading(values)
    if (!reading) return undefined
    if (isNamedDoubtful(values)) {
      const claim = () =>
        `The values may be dates, for example “${values[0]?.example}”, but of which century they do not tell.`
      return { reading: { id: 'text' }, alternatives: [reading], claim }
    }
    const what = reading.id === 'date' ? 'dates' : reading.id === 'timestamp' ? 'timestamps' : 'times with a zone'
    return { reading, alternatives: [], claim: claimOf(`are ${what} with the name of the month`) }
  },
  parts: (values) => [
    values.filter(({ form }) => form.endsWith('z')),
    values.filter(({ form }) => !form.endsWith('z')),
  ],
}

const zoned: Family = {
  classes: ['timestamp_zone'],
  read: (values) => {
    const zones = values.slice(0, 4).map(({ form }) => `\`${form}\``)
    const claim = claimOf(`are times with a zone, such as ${zones.join(', ')}`)
    return { reading: { id: 'timestamp_zone' }, alternatives: [], claim }
  },
  parts: (values) => [values],
}

const times: Family = {
  classes: ['time'],
  read: (values) => {
    const reading = timeReading(values)
    return reading && { reading, alternatives: [], claim: claimOf('are times of day') }
  },
  parts: (values) => [values.filter(({ form }) => form === ''), values.filter(({ form }) => form !== '')],
}

/** Dates and times, in whatever way they are written. */
export const dateFamilies: Family[] = [
  simpleFamily(['date'], { id: 'date', format: null }, 'are dates'),
  simpleFamily(['date', 'timestamp'], { id: 'timestamp', format: null }, 'are timestamps'),
  simpleFamily(['date', 'timestamp', 'timestamp_ns'], { id: 'timestamp_ns' }, 'are timestamps'),
  zoned,
  times,
  ordered,
  named,
]
