import type { Comparison } from '../../shared/comparison.ts'
import type { Correlations, Outliers, Regression, Trend } from '../../shared/statistics.ts'
import { compareTables } from '../compare/compare-tables.ts'
import type { Table } from '../query/open-table.ts'
import type { OpenTables } from '../query/open-tables.ts'
import { answerCorrelations } from './answer-correlations.ts'
import { answerOutliers } from './answer-outliers.ts'
import { answerRegression } from './answer-regression.ts'
import { answerTrend } from './answer-trend.ts'
import type { StatisticsQuestion } from './statistics-question.ts'

/** Answers a question of statistics about a table. Throws `QuestionError` for a column that does not fit. */
export async function answerStatistics(
  table: Table,
  question: StatisticsQuestion,
  tables: Pick<OpenTables, 'open'>,
  signal?: AbortSignal,
): Promise<Correlations | Regression | Outliers | Trend | Comparison> {
  switch (question.about) {
    case 'correlations':
      return answerCorrelations(table, question, signal)
    case 'regression':
      return answerRegression(table, question, signal)
    case 'outliers':
      return answerOutliers(table, question, signal)
    case 'trends':
      return answerTrend(table, question, signal)
    case 'compare':
      return compareTables({ table, reference: await tables.open(question.withFile), signal })
  }
}
