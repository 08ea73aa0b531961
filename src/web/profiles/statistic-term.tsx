import { sqlSubject } from '../../shared/definitions/sql-subject.ts'
import { type StatisticName, statisticDefinitions } from '../../shared/definitions/statistic-definitions.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import { ExplainedTerm } from './explained-term.tsx'

/** The label of a statistic of a column, which explains itself. */
export function StatisticTerm({
  name,
  profile,
  n,
  exact,
  label,
}: {
  name: StatisticName
  profile: ColumnProfile
  n: number
  exact?: string | undefined
  label?: string
}) {
  const { label: term, meaning, formula, sql } = statisticDefinitions[name]
  return (
    <ExplainedTerm
      {...{ term, meaning, formula, n, exact, label: label ?? term }}
      of={profile.name}
      sql={sql?.(sqlSubject(profile))}
    />
  )
}
