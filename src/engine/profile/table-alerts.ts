import { type Alert, alertCodes } from '../../shared/alert.ts'
import type { ColumnProfile, Profile } from '../../shared/profile.ts'
import { alertThresholds as limits } from './alert-thresholds.ts'
import { columnAlerts } from './column-alerts.ts'

type Known = Pick<Profile, 'row_count' | 'duplicate_row_count' | 'correlations' | 'columns'>

/**
 * The alerts of a table, warnings first and each code in the order of what matters. Where more than three columns raise
 * the same one they share an alert, so that there are at most 30. The columns come back with the codes that concern them.
 */
export function alertsOf(known: Known, now: Date): { alerts: Alert[]; columns: ColumnProfile[] } {
  const all = [...known.columns.flatMap((column) => columnAlerts(column, now)), ...acrossColumns(known)]
  const codesOf = new Map<string, Set<Alert['code']>>()
  for (const { code, columns } of all) {
    for (const name of columns) codesOf.set(name, (codesOf.get(name) ?? new Set()).add(code))
  }
  const columns = known.columns.map((column) => ({ ...column, alerts: [...(codesOf.get(column.name) ?? [])] }))
  const alerts = alertCodes.flatMap((code) => together(all.filter((alert) => alert.code === code)))
  return { alerts: alerts.sort(bySeverity).slice(0, limits.most_alerts), columns }
}

function bySeverity(a: Alert, b: Alert): number {
  return Number(b.severity === 'warning') - Number(a.severity === 'warning')
}

function acrossColumns({ row_count, duplicate_row_count, correlations, columns }: Known): Alert[] {
  const duplicates: Alert[] =
    duplicate_row_count > 0
      ? [
          {
            ...{ code: 'duplicate_rows', severity: columns.length > 2 ? 'warning' : 'note', columns: [], threshold: 1 },
            evidence: { duplicate_row_count, share: duplicate_row_count / row_count },
            message: `${duplicate_row_count.toLocaleString('en-US')} ${duplicate_row_count === 1 ? 'row repeats' : 'rows repeat'} another one in every column.`,
            ...{ row_count: duplicate_row_count, filter: null },
            fix: { label: 'Keep the first of equal rows', steps: [{ op: 'drop_duplicates' }] },
          },
        ]
      : []
  const strong = correlations.filter(
    ({ value, n }) => Math.abs(value) >= limits.correlation && n >= limits.correlation_rows,
  )
  const correlated = strong.map(
    ({ x, y, value, n }): Alert => ({
      ...{ code: 'correlated', severity: 'note', columns: [x, y], threshold: limits.correlation },
      evidence: { pearson: value, n },
      message: `"${x}" and "${y}" say almost the same: their correlation is ${value.toFixed(3)}.`,
      ...{ row_count: n, filter: null, fix: null },
    }),
  )
  return [...duplicates, ...correlated]
}

/** Up to three alerts of a code stand alone; more are one alert with all their columns and all their steps. */
function together(alerts: Alert[]): Alert[] {
  const [first] = alerts
  if (!first || alerts.length <= limits.columns_apart) return alerts
  const columns = [...new Set(alerts.flatMap((alert) => alert.columns))]
  const steps = alerts.flatMap(({ fix }) => fix?.steps ?? [])
  return [
    {
      ...first,
      severity: alerts.some(({ severity }) => severity === 'warning') ? 'warning' : 'note',
      columns,
      message: `${columns.length} columns ${sharedMessages[first.code]}.`,
      evidence: { columns: columns.length },
      ...{ row_count: null, filter: null },
      fix: first.fix && steps.length > 0 ? { label: first.fix.label, steps } : null,
    },
  ]
}

const sharedMessages: Record<Alert['code'], string> = {
  encoding_damage: 'were read in a wrong encoding at some point',
  all_null: 'have no value in any row',
  infinite: 'hold values that are infinite or not a number',
  duplicate_rows: 'are the same in several rows',
  sentinel: 'hold values that probably mean that there is none',
  near_duplicates: 'write the same in different ways',
  mixed_formats: 'are written in several formats',
  future_dates: 'hold dates in the future',
  personal_data: 'probably say something about persons',
  high_null_share: 'are null in at least half of the rows',
  constant: 'have the same value in every row',
  correlated: 'say almost the same as another one',
  skewed: 'have a long tail',
  imbalance: 'have nearly always the same value',
  high_cardinality: 'have too many different texts to group by',
  unique: 'are different in every row',
}
