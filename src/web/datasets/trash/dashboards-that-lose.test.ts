import { expect, test } from 'vitest'
import { dashboardsSentence } from './dashboards-that-lose.ts'

test.each([
  [[], 1, undefined],
  [[0], 1, undefined],
  [[1], 1, '1 dashboard uses this dataset and loses its charts.'],
  [[3], 1, '3 dashboards use this dataset and lose its charts.'],
  [[0, 2, 0], 3, '1 dataset of these is used by dashboards, which lose the charts.'],
  [[1, 2, 0], 3, '2 datasets of these are used by dashboards, which lose the charts.'],
])('%j of %i datasets', (counts, datasetCount, sentence) => {
  expect(dashboardsSentence(counts, datasetCount)).toBe(sentence)
})
