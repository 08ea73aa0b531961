import type { SqlSubject } from './sql-subject.ts'
import { overFinite, type StatisticDefinition } from './statistic-definition.ts'

/** The distances that granularity and gaps are told by: months where all moments begin one, microseconds otherwise. */
const placeOf = ({ column, profile: { granularity } }: SqlSubject) =>
  granularity === 'month' || granularity === 'year'
    ? `date_diff('month', DATE '1970-01-01', ${column})`
    : `epoch_us(${column})`

const perPart = { day: 86_400_000_000, hour: 3_600_000_000, minute: 60_000_000, second: 1_000_000, millisecond: 1000 }

const countsBy =
  (part: string, name: string) =>
  ({ column, finite }: SqlSubject) =>
    `SELECT ${part}(${column}) AS ${name}, count(*) AS rows FROM ${finite} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1`

/** What is said of moments. */
export const temporalDefinitions = {
  granularity: {
    label: 'Granularity',
    meaning: 'The finest unit of the calendar that the moments need: all of them begin a year, a month, a day, ...',
    formula: 'the coarsest unit that every xᵢ begins',
    sql: (subject) => {
      const { column, finite, profile } = subject
      const isTime = profile.sql_type.startsWith('TIME') && !profile.sql_type.startsWith('TIMESTAMP')
      const months = isTime
        ? []
        : ['year', 'month'].map((part) => `bool_and(${column} = date_trunc('${part}', ${column})) AS ${part}`)
      const parts = Object.entries(perPart).map(
        ([part, length]) => `bool_and(epoch_us(${column}) % ${length} = 0) AS ${part}`,
      )
      return `SELECT ${[...months, ...parts].join(', ')} FROM ${finite}`
    },
  },
  gap_count: {
    label: 'Gaps',
    meaning:
      'How many pairs of neighbouring different moments lie further apart than usual. Usual is the most frequent distance.',
    formula: '|{i : dᵢ > mode(d)}| with dᵢ the distances of neighbours',
    sql: (subject) =>
      `WITH places AS (SELECT DISTINCT ${placeOf(subject)} AS place FROM ${subject.finite} WHERE ${subject.column} IS NOT NULL), steps AS (SELECT place - lag(place) OVER (ORDER BY place) AS step FROM places), usual AS (SELECT step AS most FROM steps WHERE step IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) SELECT count(*) FROM steps, usual WHERE step > most`,
  },
  weekday_counts: {
    label: 'Days of the week',
    meaning: 'How many values fall on each day of the week.',
    formula: 'count per day, from Monday',
    sql: countsBy('isodow', 'weekday'),
  },
  hour_counts: {
    label: 'Hours of the day',
    meaning: 'How many values fall into each hour of the day.',
    formula: 'count per hour, from 0',
    sql: countsBy('hour', 'hour'),
  },
  future_count: {
    label: 'In the future',
    meaning: 'How many values lay after the moment when the profile was computed; moments without a zone count as UTC.',
    formula: '|{i : xᵢ > now}|',
    sql: overFinite(({ column }) => `count(*) FILTER (WHERE ${column} > now()::TIMESTAMP)`),
  },
} satisfies Record<string, StatisticDefinition>
