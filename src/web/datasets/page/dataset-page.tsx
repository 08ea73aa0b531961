import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import { ChartTip } from '../../charts/chart-tip.tsx'
import { FailedPage } from '../../shell/failed-page.tsx'
import { usePageTitle } from '../../shell/page-title.ts'
import { PendingPage } from '../../shell/pending-page.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { datasetQuery } from '../dataset-queries.ts'
import { DataTab } from './data-tab.tsx'
import { DatasetHeading } from './dataset-heading.tsx'
import { DatasetSkeleton } from './dataset-skeleton.tsx'
import { FailedDataset } from './failed-dataset.tsx'
import { ProfileTab } from './profile-tab.tsx'
import { SourceTab } from './source-tab.tsx'
import { isAtWork, StageLine } from './stage-line.tsx'
import { TabLinks, TabPanel } from './tab-links.tsx'

const ChartsTab = lazy(() => import('../../explore/charts-tab.tsx'))
const SqlTab = lazy(() => import('../../queries/sql-tab.tsx'))

export type DatasetTab = 'data' | 'profile' | 'charts' | 'sql' | 'source'

const tabs = [
  { id: 'data', label: 'Data' },
  { id: 'profile', label: 'Profile' },
  { id: 'charts', label: 'Charts' },
  { id: 'sql', label: 'SQL' },
  { id: 'source', label: 'Source' },
] as const

type ShownTab = (typeof tabs)[number]['id']

/** The page of one dataset; it stays mounted while the tabs change. */
export function DatasetPage({ datasetId, tab }: { datasetId: string; tab: DatasetTab }) {
  const { data: dataset, error } = useQuery(datasetQuery(datasetId))
  if (dataset) return <Loaded dataset={dataset} tab={tab} />
  return error ? <FailedPage error={error} /> : <DatasetSkeleton />
}

function Loaded({ dataset, tab }: { dataset: Dataset; tab: DatasetTab }) {
  usePageTitle(dataset.title)
  const navigate = useNavigate()
  const shown: ShownTab = tabs.find(({ id }) => id === tab)?.id ?? 'data'
  const isReady = dataset.status === 'ready'
  const isOpen = (id: ShownTab) => isReady || id === 'data' || (id === 'profile' && dataset.job?.stage === 'profiling')
  const inView = isOpen(shown) ? shown : 'data'

  const wasSqlShown = useRef(false)
  if (inView === 'sql') wasSqlShown.current = true

  useEffect(() => {
    if (shown !== tab)
      void navigate({ to: '/datasets/$id/$tab', params: { id: dataset.id, tab: shown }, replace: true })
  }, [shown, tab, dataset.id, navigate])
  const open = (id: ShownTab) => {
    if (!isOpen(id)) return
    void navigate({ to: '/datasets/$id/$tab', params: { id: dataset.id, tab: id }, search: (now) => now })
  }
  useShortcut('1', 'Data', () => open('data'))
  useShortcut('2', 'Profile', () => open('profile'))
  useShortcut('3', 'Charts', () => open('charts'))
  useShortcut('4', 'SQL', () => open('sql'))
  useShortcut('5', 'Source', () => open('source'))

  if (dataset.status === 'error') {
    return (
      <main className="flex min-h-0 flex-1 flex-col">
        <DatasetHeading dataset={dataset} />
        <FailedDataset dataset={dataset} />
      </main>
    )
  }
  return (
    <main className="flex min-h-0 flex-1 flex-col">
      <DatasetHeading dataset={dataset} />
      {isReady && isAtWork(dataset) && <StageLine dataset={dataset} />}
      <TabLinks
        label="Parts of the dataset"
        datasetId={dataset.id}
        tabs={tabs}
        selected={inView}
        isDisabled={(id) => !isOpen(id)}
        onOpen={open}
      />
      <TabPanel tab="data" selected={inView} keeps className="flex flex-col">
        <DataTab dataset={dataset} />
      </TabPanel>
      <TabPanel tab="profile" selected={inView} className="flex flex-col">
        {!isReady && <StageLine dataset={dataset} />}
        <ProfileTab dataset={dataset} />
      </TabPanel>
      <TabPanel tab="charts" selected={inView} className="flex flex-col">
        <Suspense fallback={<PendingPage />}>
          <ChartsTab dataset={dataset} />
        </Suspense>
      </TabPanel>
      <TabPanel tab="sql" selected={inView} keeps>
        {wasSqlShown.current && (
          <Suspense>
            <SqlTab dataset={dataset} isInView={inView === 'sql'} />
          </Suspense>
        )}
      </TabPanel>
      <TabPanel tab="source" selected={inView}>
        <SourceTab dataset={dataset} />
      </TabPanel>
      <ChartTip />
    </main>
  )
}
