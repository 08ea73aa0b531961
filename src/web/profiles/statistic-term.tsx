import {
  type StatisticDefinition,
  type StatisticName,
  sqlName,
  statisticDefinitions,
} from '../../shared/statistic-definitions.ts'
import { ExplainedTerm } from './explained-term.tsx'

/** The label of a statistic of a column, which explains itself. */
export function StatisticTerm({
  name,
  column,
  n,
  exact,
  label,
}: {
  name: StatisticName
  column: string
  n: number
  exact?: string | undefined
  label?: string
}) {
  const { label: term, meaning, formula, sql }: StatisticDefinition = statisticDefinitions[name]
  return (
    <ExplainedTerm
      {...{ term, meaning, formula, n, exact, label: label ?? term }}
      of={column}
      sql={sql(sqlName(column))}
    />
  )
}
