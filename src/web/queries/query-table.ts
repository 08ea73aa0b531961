import type { ColumnInfo, Dataset } from '../../shared/dataset.ts'

/** A dataset as a query sees it: under an alias, with its columns; none are known while it is being fetched. */
export type QueryTable = { alias: string; datasetId: string; title: string; columns: ColumnInfo[] }

/** What the dataset of the page is called in every query. */
export const ownAlias = 'data'

export const queryTable = (alias: string, dataset: Pick<Dataset, 'id' | 'title' | 'columns_info'>): QueryTable => ({
  alias,
  datasetId: dataset.id,
  title: dataset.title,
  columns: dataset.columns_info ?? [],
})
