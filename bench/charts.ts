import { join } from 'node:path'
import { answerChart } from '../src/engine/charts/answer-chart.ts'
import { openDuckDb } from '../src/engine/duckdb.ts'
import { openTable } from '../src/engine/query/open-table.ts'
import { quoteText } from '../src/engine/sql-text.ts'
import type { ChartSpec } from '../src/shared/charts.ts'
import { cheaper, costOf, type IngestCost, worst } from './cost.ts'

/** What a chart costs, and the one statement that a person would write in DuckDB for its numbers. */
export type ChartFigure = { chart: string; ours: IngestCost; raw: IngestCost }

const threads = 2
const memoryLimitBytes = 2 ** 30
const rounds = 3

const select = (rowCount: number) => `SELECT i::INTEGER AS id, 'port ' || (hash(i) % 30) AS port,
  TIMESTAMP '2020-01-01' + to_seconds(i * 13 + hash(i * 3) % 1000) AS moment, exp((hash(i * 5) % 100000) / 12000.0) AS amount,
  ((hash(i * 7) % 1000000) / 100)::DECIMAL(12, 2) AS price, hash(i * 11) % 4 = 0 AS late FROM range(${rowCount}) t(i)`

const charts: [string, ChartSpec, string][] = [
  [
    'bars of sums',
    { mark: 'bar', x: 'port', y: 'price', aggregate: 'sum' },
    'SELECT port, sum(price), count(price) FROM data WHERE port IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 20',
  ],
  [
    'histogram',
    { mark: 'histogram', x: 'amount' },
    'SELECT floor(amount / 200), count(*) FROM data WHERE isfinite(amount) GROUP BY 1 ORDER BY 1',
  ],
  [
    'line by month',
    { mark: 'line', x: { column: 'moment', grain: 'month' }, y: 'amount', aggregate: 'mean' },
    "SELECT date_trunc('month', moment), avg(amount), count(amount) FROM data WHERE isfinite(moment) GROUP BY 1 ORDER BY 1",
  ],
  [
    'line of all values',
    { mark: 'line', x: 'moment', y: 'amount', aggregate: 'none' },
    `SELECT epoch_us(moment) // 130000000000 AS p, min(moment), arg_min(amount, moment), max(moment), arg_max(amount, moment),
      arg_min(moment, amount), min(amount), arg_max(moment, amount), max(amount) FROM data GROUP BY 1`,
  ],
  [
    'points',
    { mark: 'point', x: 'amount', y: 'price' },
    'SELECT floor(amount / 100), floor(price / 200), count(*) FROM data GROUP BY 1, 2',
  ],
  [
    'boxes',
    { mark: 'box', x: 'late', y: 'amount' },
    'SELECT late, quantile_cont(amount, [0.25, 0.5, 0.75]) FROM data GROUP BY 1',
  ],
]

/** Measures charts of a table of `rowCount` rows, asked in turns with raw DuckDB on the same file. */
export async function measureCharts(directory: string, rowCount: number): Promise<ChartFigure[]> {
  const tableFile = join(directory, 'charts.parquet')
  const raw = await openDuckDb({ threads, memoryLimitBytes, tempDir: join(directory, 'raw') })
  await raw.query(
    `COPY (${select(rowCount)}) TO ${quoteText(tableFile)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 16384)`,
  )
  await raw.query(`CREATE VIEW data AS FROM read_parquet(${quoteText(tableFile)})`)
  const table = await openTable(tableFile, { threads, memoryLimitBytes, maxTempBytes: 2 ** 32, tempDir: directory })
  try {
    const figures: ChartFigure[] = []
    for (const [chart, spec, sql] of charts) {
      const figure = { chart, ours: worst(), raw: worst() }
      for (let round = 0; round < rounds; round++) {
        figure.raw = cheaper(figure.raw, await costOf(() => raw.query(sql)))
        figure.ours = cheaper(figure.ours, await costOf(() => answerChart(table, { spec })))
      }
      figures.push(figure)
    }
    return figures
  } finally {
    table.close()
    raw.close()
  }
}
