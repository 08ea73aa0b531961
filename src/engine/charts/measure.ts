import type { ChartAggregate } from '../../shared/charts.ts'
import type { TableColumn } from '../query/open-table.ts'
import { QuestionError } from '../query/question-error.ts'
import type { AskedChannel, Measure } from './asked-chart.ts'
import { finiteCondition } from './axis.ts'

const quantiles = { median: 0.5, p01: 0.01, p05: 0.05, p25: 0.25, p75: 0.75, p95: 0.95, p99: 0.99 } as const

/** Refuses an aggregate that its column does not have. */
export function checkMeasure(aggregate: ChartAggregate, of: AskedChannel | undefined): void {
  if (aggregate === 'none') {
    throw new QuestionError('aggregate', 'Only points and lines are drawn without an aggregate. Choose one, as count.')
  }
  if (aggregate === 'count') return
  if (!of) throw new QuestionError('y', `Name the column to take the ${aggregate} of, or count rows.`)
  const { kind, name } = of.column
  const fits = kind === 'numeric' || aggregate === 'distinct' || (kind === 'temporal' && /^(min|max)$/.test(aggregate))
  if (fits) return
  const path = of.aggregate === undefined ? 'aggregate' : `${of.name}.aggregate`
  throw new QuestionError(path, `"${name}" is a ${kind} column and has no ${aggregate}. Take count or distinct of it.`)
}

/** How a measure is called, as a table's header and a sentence say it. */
export function measureName({ aggregate, of }: Measure): string {
  if (!of) return 'count'
  return `${aggregate === 'distinct' ? 'distinct count' : aggregate} of ${of.column.name}`
}

/** A measure of the rows that fall together as SQL. */
export function measureSql({ aggregate, of }: Measure): string {
  if (!of) return 'count(*)'
  const { column } = of
  if (aggregate === 'count') return `count(${column.sql})`
  if (aggregate === 'distinct') return `count(DISTINCT ${column.sql})`
  return `${figureSql(aggregate, column)}${filterOf(column)}`
}

/** How many values a measure rests on as SQL. */
export function measuredCountSql({ aggregate, of }: Measure): string {
  if (!of) return 'count(*)'
  const { column } = of
  return `count(${column.sql})${aggregate === 'count' || aggregate === 'distinct' ? '' : filterOf(column)}`
}

function filterOf(column: TableColumn): string {
  const condition = finiteCondition(column)
  return condition === undefined ? '' : ` FILTER (WHERE ${condition})`
}

/** Exact types are added up exactly where that cannot overflow; their quantiles need doubles, which lie between values. */
function figureSql(aggregate: ChartAggregate, { sql, sql_type }: TableColumn): string {
  const double = `${sql}::DOUBLE`
  const value = isAddedExactly(sql_type) ? sql : double
  switch (aggregate) {
    case 'sum':
      return value === sql ? `sum(${sql})` : `fsum(${double})`
    case 'mean':
      return value === sql ? `avg(${sql})` : `favg(${double})`
    case 'std':
      return `stddev_samp(${isWide(sql_type) ? `(${sql}::HUGEINT - (SELECT min(${sql}) FROM data))::DOUBLE` : double})`
    case 'min':
    case 'max':
      return `${aggregate}(${sql})`
    default:
      return `quantile_cont(${double}, ${quantiles[aggregate as keyof typeof quantiles]})`
  }
}

/** Far from zero, neighbours are the same double; their distances are not. */
function isWide(sqlType: string): boolean {
  return /^(U?BIGINT|HUGEINT)$/.test(sqlType)
}

function isAddedExactly(sqlType: string): boolean {
  const decimal = /^DECIMAL\((\d+),/.exec(sqlType)
  return decimal ? Number(decimal[1]) <= 28 : /^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(sqlType)
}
