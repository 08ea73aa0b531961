export type DatasetTab = 'data' | 'profile' | 'charts' | 'sql' | 'source'

/** The page of one dataset; it stays mounted while the tabs change. */
export function DatasetPage({ datasetId, tab }: { datasetId: string; tab: DatasetTab }) {
  return (
    <p>
      {datasetId} {tab}
    </p>
  )
}
