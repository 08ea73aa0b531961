import type { Comparison, Drift, DriftLevel } from '../../shared/comparison.ts'
import type { TableColumn } from '../query/open-table.ts'
import { adjustPValues } from '../statistics/adjust-p-values.ts'
import { compareColumn } from './compare-column.ts'
import type { ComparedTables } from './compared-tables.ts'
import { countDrawnRows } from './drawn-rows.ts'
import { driftThresholds as limits } from './drift-thresholds.ts'
import { findRenamed } from './find-renamed.ts'

/**
 * What a table has that the reference has not, and how the values of the columns of both have drifted, the strongest
 * first. A column that has another name is found by its values. Of large tables every k-th row is read; columns that are
 * not begun within `drift_milliseconds` of `now` are left out. `limited` tells of both.
 */
export async function compareTables(compared: ComparedTables, now = () => performance.now()): Promise<Comparison> {
  const begun = now()
  const { table, reference } = compared
  const columns = [...table.columns.values()]
  const missing = [...reference.columns.values()].filter(({ name }) => !table.columns.has(name))
  const more = columns.filter(({ name }) => !reference.columns.has(name))
  const renamed = await findRenamed(more, missing, compared)
  const named = new Map(renamed.map(({ name, with_name: before }) => [name, before]))
  const taken = new Set(named.values())

  const shared = columns.flatMap((column): [TableColumn, TableColumn][] => {
    const other = reference.columns.get(named.get(column.name) ?? column.name)
    return other ? [[column, other]] : []
  })
  const comparable = shared.filter(
    ([column, other]) => column.kind === other.kind && kinds.has(column.kind) && isTime(column) === isTime(other),
  )
  const drift: Omit<Drift, 'level' | 'p_adjusted'>[] = []
  for (const [column, other] of comparable.slice(0, limits.drift_columns)) {
    if (drift.length > 0 && now() - begun > limits.drift_milliseconds) break
    drift.push(await compareColumn(column, other, compared))
  }

  const [rows, referenceRows] = [countDrawnRows(table), countDrawnRows(reference)]
  const leftOut = comparable.slice(drift.length)
  const isLimited = rows < table.rowCount || referenceRows < reference.rowCount || leftOut.length > 0
  return {
    rows: { row_count: table.rowCount, with_row_count: reference.rowCount },
    columns: {
      added: more.filter(({ name }) => !named.has(name)).map(({ name }) => name),
      removed: missing.filter(({ name }) => !taken.has(name)).map(({ name }) => name),
      retyped: shared
        .filter(([column, other]) => column.sql_type !== other.sql_type)
        .map(([{ name, sql_type }, other]) => ({ name, sql_type, with_sql_type: other.sql_type })),
      renamed,
    },
    drift: ranked(drift),
    limited: isLimited ? { rows, with_rows: referenceRows, columns_left_out: leftOut.map(([{ name }]) => name) } : null,
  }
}

const kinds = new Set(['numeric', 'temporal', 'text', 'boolean'])

/** A time of day has nothing in common with a date. */
const isTime = ({ sql_type: type }: TableColumn) => /^TIME( |_NS|$)/.test(type)

const strength: Record<DriftLevel, number> = { none: 0, slight: 1, strong: 2 }

function ranked(drift: Omit<Drift, 'level' | 'p_adjusted'>[]): Drift[] {
  const adjusted = adjustPValues(drift.map(({ p_value: pValue }) => pValue))
  return drift
    .map((column, index) => {
      const pAdjusted = adjusted[index] ?? null
      return { ...column, p_adjusted: pAdjusted, level: levelOf(column, pAdjusted) }
    })
    .sort((a, b) => strength[b.level] - strength[a.level] || (b.psi ?? 0) - (a.psi ?? 0))
}

function levelOf(
  { psi, null_share: nulls, with_null_share: before }: Pick<Drift, 'psi' | 'null_share' | 'with_null_share'>,
  pAdjusted: number | null,
): DriftLevel {
  const isSure = psi !== null && pAdjusted !== null && pAdjusted < limits.drift_chance
  const moreNulls = nulls === null || before === null ? 0 : Math.abs(nulls - before)
  if ((isSure && psi >= limits.strong_drift) || moreNulls >= limits.strong_nulls) return 'strong'
  return (isSure && psi >= limits.slight_drift) || moreNulls >= limits.slight_nulls ? 'slight' : 'none'
}
