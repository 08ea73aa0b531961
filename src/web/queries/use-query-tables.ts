import { useQueries } from '@tanstack/react-query'
import type { Dataset } from '../../shared/dataset.ts'
import { sentenceOf } from '../api/problem.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { ownAlias, type QueryTable, queryTable } from './query-table.ts'

/** The tables of a question: the dataset of the page as `data`, and those that are joined. */
export function useQueryTables(dataset: Dataset, joined: Record<string, string>): QueryTable[] {
  const others = Object.entries(joined)
  return useQueries({
    queries: others.map(([, id]) => datasetQuery(id)),
    combine: (answers) => [
      queryTable(ownAlias, dataset),
      ...others.map(([alias, datasetId], index): QueryTable => {
        const answer = answers[index]
        if (answer?.data) return queryTable(alias, answer.data)
        return { alias, datasetId, title: answer?.error ? sentenceOf(answer.error) : 'Loading', columns: [] }
      }),
    ],
  })
}
