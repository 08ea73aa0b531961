import { getRouteApi } from '@tanstack/react-router'
import { DatasetPage } from './page/dataset-page.tsx'

const route = getRouteApi('/app/datasets/$id/$tab')

export function DatasetRoute() {
  const { id, tab } = route.useParams()
  return <DatasetPage key={id} datasetId={id} tab={tab} />
}
