import type { InsightCode } from '../../shared/insight.ts'

/** How an insight of each kind is scored: what the score means and how it is computed. */
export const insightDefinitions: Record<InsightCode, { label: string; meaning: string; formula: string }> = {
  outstanding_group: {
    label: 'Outstanding group',
    meaning:
      'The mean of a group against that of all other rows. It is told where they are at least 0.8 standard deviations apart and chance is ruled out.',
    formula: 'score = |d| ∕ √( d² + 1 ∕ (s (1 − s)) ), with Cohen’s d and the share s of the group',
  },
  trend: {
    label: 'Trend',
    meaning:
      'How steadily a column rises or falls with the date, row by row. It is told where the means of the periods say the same. Or how steadily there are more or fewer rows.',
    formula: 'score = |ρ|, the rank correlation of value and date; |τ| of the rows of a period with time',
  },
  association: {
    label: 'Association',
    meaning:
      'How far one column foretells another one. Columns that follow from others, by a sum, a product or a code, are left out.',
    formula: 'score = |ρ| of the ranks of two numbers, Cramér’s V of two categories',
  },
  outlier_cluster: {
    label: 'Outlier cluster',
    meaning: 'Values that lie together, with a gap of at least three interquartile ranges between them and all others.',
    formula: 'score = √( variation between cluster and rest ∕ all variation )',
  },
  dominant_category: {
    label: 'Dominant category',
    meaning: 'One of several texts that at least three quarters of the rows have.',
    formula: 'score = (share − 1∕k) ∕ (1 − 1∕k), with k different texts',
  },
}
