import type { ChartSpec } from '../../shared/charts.ts'

/** The numbers of a chart of the table in `tableFile`. */
export type ChartQuestion = { about: 'chart'; tableFile: string; spec: ChartSpec }
