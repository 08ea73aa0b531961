/** What the numbers of a comparison mean and how they are computed. */
export const driftDefinitions = {
  level: {
    label: 'Drift',
    meaning:
      'How far the values have moved. Few rows make a large index by chance, so it counts only where the test rules chance out.',
    formula:
      'slight from a PSI of 0.1, strong from 0.25, both where the adjusted p is below 0.01; or 5 % and 20 % more or fewer nulls',
  },
  psi: {
    label: 'PSI',
    meaning:
      'Population stability index: how much the shares of the bins have changed. The bins are tenths of what it is compared with, or its most frequent values.',
    formula: 'Σ (qᵢ − pᵢ) ln(qᵢ ∕ pᵢ), with 0.5 added to each count',
  },
  test: {
    label: 'Test',
    meaning:
      'Kolmogorov and Smirnov’s D, the largest distance of the two distribution functions, of numbers and moments; chi-squared of categories.',
    formula:
      'p by Kolmogorov’s limit, or by χ² with one degree of freedom less than categories; adjusted over all columns',
  },
} as const
