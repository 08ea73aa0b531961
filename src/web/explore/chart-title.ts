import type { ChartSpec } from '../../shared/charts.ts'
import { channelOf, measuredChannel } from './chart-draft.ts'

const names: Record<string, string> = {
  std: 'standard deviation',
  distinct: 'different values',
  p01: '1st percentile',
  p05: '5th percentile',
  p25: '25th percentile',
  p75: '75th percentile',
  p95: '95th percentile',
  p99: '99th percentile',
}

/** An aggregate in words. */
export const aggregateText = (aggregate: string): string => names[aggregate] ?? aggregate

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What a chart is called until somebody gives it a title: what is drawn, by what. */
export const chartTitle = (spec: ChartSpec): string => {
  if (spec.title) return spec.title
  const { mark } = spec
  const [x, y, color] = [channelOf(spec, 'x'), channelOf(spec, 'y'), channelOf(spec, 'color')]
  if (mark === 'table') return 'Rows'
  if (mark === 'box') return `Spread of ${(y ?? x)?.column}${x && y ? ` by ${x.column}` : ''}`
  if (mark === 'histogram') return `Distribution of ${x?.column}${color ? ` by ${color.column}` : ''}`
  const aggregate = channelOf(spec, measuredChannel(spec))?.aggregate ?? spec.aggregate
  const isPlain = aggregate === undefined || aggregate === 'none'
  if (mark === 'point' && x && y && isPlain) return `${y.column} against ${x.column}`
  if (mark === 'heatmap') {
    const shown = color ? `${upper(aggregateText(aggregate ?? 'mean'))} of ${color.column}` : 'Rows'
    return `${shown} by ${x?.column} and ${y?.column}`
  }
  const measured = mark === 'number' ? (y ?? x) : y
  const shown = !measured
    ? 'Rows'
    : aggregate === 'none'
      ? measured.column
      : `${upper(aggregateText(aggregate ?? 'mean'))} of ${measured.column}`
  if (mark === 'number' || !x) return shown
  return `${shown} by ${x.column}${color ? ` and ${color.column}` : ''}`
}
