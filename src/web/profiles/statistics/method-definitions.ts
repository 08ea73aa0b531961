import type { CorrelationMethod, OutlierMethod } from '../../../shared/statistics.ts'

/** Why a p-value has no SQL. */
export const noDistributions =
  'SQL here has no distribution functions, so that only the number tested can be had in it.'

/** What a method measures (`meaning`) and how it is computed (`formula`). */
export type MethodDefinition = { label: string; meaning: string; formula: string }

export const correlationDefinitions: Record<CorrelationMethod, MethodDefinition> = {
  pearson: {
    label: 'Pearson r',
    meaning:
      'How close two numeric columns are to a straight line, from −1 over 0 to 1. A few extreme values can move it far.',
    formula: 'r = Σ (xᵢ − x̄)(yᵢ − ȳ) ∕ √( Σ (xᵢ − x̄)² · Σ (yᵢ − ȳ)² ); interval by Fisher’s z, p by Student’s t',
  },
  spearman: {
    label: 'Spearman ρ',
    meaning:
      'How steadily one column rises or falls with the other, in a straight line or not: Pearson’s r of the ranks.',
    formula: 'ρ = r of the ranks, equal values sharing the mean of their ranks; p by Student’s t',
  },
  kendall: {
    label: 'Kendall τ-b',
    meaning: 'How many more pairs of rows agree in their order than disagree, corrected for equal values.',
    formula: 'τ_b = (C − D) ∕ √( (n₀ − n₁)(n₀ − n₂) ), with n₀ = n(n − 1) ∕ 2',
  },
  cramers_v: {
    label: 'Cramér’s V',
    meaning: 'How far the category in one column foretells the one in the other, from 0 to 1, corrected for bias.',
    formula: 'V = √( φ̃² ∕ (min(r̃, c̃) − 1) ) after Bergsma; p by the chi-squared test',
  },
  correlation_ratio: {
    label: 'Correlation ratio η',
    meaning: 'Which part of the spread of the numbers lies between the categories, as a root: from 0 to 1.',
    formula: 'η = √( Σ nₖ (x̄ₖ − x̄)² ∕ Σ (xᵢ − x̄)² ); p by the F test of one-way analysis of variance',
  },
}

export const pairDefinitions = {
  interval: {
    label: '95 % interval',
    meaning: 'Where the association is likely to lie in whatever these rows were drawn from: in 95 of 100 such draws.',
    formula: 'tanh(artanh r ± 1.96 · σ), σ² = 1 ∕ (n − 3); wider for ranks',
  },
  p_value: {
    label: 'p-value',
    meaning: 'How probable a value this far from 0 would be if the two columns had nothing to do with each other.',
    formula: 'Student’s t, n − 2 degrees of freedom; normal for τ, χ² for V, F for η',
  },
  slope_error: {
    label: 'Slope ± standard error',
    meaning: 'How much the second column rises for each unit of the first, and how far that is likely to be off.',
    formula: 's ∕ √( Σ (xᵢ − x̄)² ), s² = Σ (yᵢ − a − b xᵢ)² ∕ (n − 2)',
  },
  r_squared: {
    label: 'R²',
    meaning: 'Which part of the spread of one column the straight line accounts for, from 0 to 1.',
    formula: '1 − Σ (yᵢ − a − b xᵢ)² ∕ Σ (yᵢ − ȳ)²',
  },
} satisfies Record<string, MethodDefinition>

export const outlierDefinitions: Record<OutlierMethod, MethodDefinition & { thresholdLabel: string }> = {
  iqr: {
    label: 'Interquartile range',
    meaning:
      'Values further outside the middle half than a multiple of its width. Extreme values do not move the bounds.',
    formula: 'x < Q₁ − k · IQR or x > Q₃ + k · IQR, strictly; quartiles of type 7',
    thresholdLabel: 'k',
  },
  zscore: {
    label: 'z-score',
    meaning:
      'Values more than a number of standard deviations from the mean. Large outliers widen the bounds that should find them.',
    formula: '|x − x̄| > z · s, with the sample standard deviation s',
    thresholdLabel: 'z',
  },
  modified_zscore: {
    label: 'Modified z-score',
    meaning: 'As the z-score, but from the median and the MAD, which extreme values hardly move.',
    formula: '0.6745 · |x − median| ∕ MAD > m',
    thresholdLabel: 'm',
  },
}

export const trendDefinitions = {
  points: {
    label: 'Points',
    meaning: 'One for each period of the calendar that has values: their number, sum or mean.',
    formula: 'count, Σ xᵢ or Σ xᵢ ∕ n over the rows of the period',
  },
  linear: {
    label: 'Linear fit',
    meaning: 'The straight line with the smallest squared distances from the points, and how much it rises each day.',
    formula:
      'y = a + b · t by least squares; t in days since the first point; p by Student’s t, n − 2 degrees of freedom',
  },
  r_squared: {
    label: 'R²',
    meaning: 'Which part of the ups and downs of the points the straight line accounts for, from 0 to 1.',
    formula: '1 − Σ (yᵢ − a − b tᵢ)² ∕ Σ (yᵢ − ȳ)²',
  },
  p_value: {
    label: 'p-value of the slope',
    meaning: 'How probable a slope this steep would be if the points had no slope at all.',
    formula: 'Student’s t = b ∕ SE(b), n − 2 degrees of freedom',
  },
  growth: {
    label: 'First to last',
    meaning: 'The first and the last point, and how far the last lies from the first in percent of it.',
    formula: '100 · (last − first) ∕ |first|',
  },
  theil_sen: {
    label: 'Theil–Sen slope',
    meaning: 'The median slope of all pairs of points. A few extreme points do not move it.',
    formula: 'median of (yⱼ − yᵢ) ∕ (tⱼ − tᵢ); 95 % interval after Sen',
  },
  mann_kendall: {
    label: 'Mann–Kendall test',
    meaning: 'Whether the points rise or fall more often than chance would have it, in a line or not.',
    formula: 'τ and its p-value; a direction is said from 8 points on where p < 0.01 and the Theil–Sen slope agrees',
  },
  moving_average: {
    label: 'Moving average',
    meaning: 'The mean of a point and those before it, so that short swings do not hide the course.',
    formula: 'mean of the last w points',
  },
} satisfies Record<string, MethodDefinition>
