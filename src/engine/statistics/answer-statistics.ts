import type { Correlations, Outliers, Regression, Trend } from '../../shared/statistics.ts'
import type { Table } from '../query/open-table.ts'
import { answerCorrelations } from './answer-correlations.ts'
import { answerOutliers } from './answer-outliers.ts'
import { answerRegression } from './answer-regression.ts'
import { answerTrend } from './answer-trend.ts'
import type { StatisticsQuestion } from './statistics-question.ts'

/** Answers a question of statistics about a table. Throws `QuestionError` for a column that does not fit. */
export function answerStatistics(
  table: Table,
  question: StatisticsQuestion,
  signal?: AbortSignal,
): Promise<Correlations | Regression | Outliers | Trend> {
  switch (question.about) {
    case 'correlations':
      return answerCorrelations(table, question, signal)
    case 'regression':
      return answerRegression(table, question, signal)
    case 'outliers':
      return answerOutliers(table, question, signal)
    case 'trends':
      return answerTrend(table, question, signal)
  }
}
