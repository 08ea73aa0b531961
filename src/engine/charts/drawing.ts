import type { ChartAggregate, ChartData } from '../../shared/charts.ts'
import type { Axis } from './axis.ts'

/** The numbers of a chart, before they are put into words, and what was chosen on the way. */
export type Drawing = Pick<ChartData, 'columns' | 'rows' | 'sql' | 'other' | 'colors' | 'binned'> & {
  chosen: {
    x?: Axis | undefined
    y?: Axis | undefined
    aggregate: ChartAggregate
    top_n?: number | undefined
    max_points?: number | undefined
  }
}
