import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { Dataset } from '../../../shared/dataset.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { versionsQuery } from '../page/versions-query.ts'

const Panel = lazy(() => import('./read-again-panel.tsx').then(({ ReadAgainPanel }) => ({ default: ReadAgainPanel })))

/** The way to read the file otherwise; what it takes is loaded when somebody wants it. */
export function ReadAgain({ dataset, receipt }: { dataset: Dataset; receipt: Receipt }) {
  const [isOpen, setOpen] = useState(false)
  const { data: versions } = useQuery(versionsQuery(dataset))
  const current = versions?.items.find(({ current }) => current)
  if (receipt.format.type === 'parquet') {
    return <p className="text-13 text-text-2">A Parquet file says itself how it is read. There is nothing to decide.</p>
  }
  if (dataset.role === 'viewer') {
    return <p className="text-13 text-text-2">The owner and editors of this dataset can have it read otherwise.</p>
  }
  if (!isOpen || !current) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button isDisabled={!current || dataset.job !== null} onPress={() => setOpen(true)}>
          Change how it is read
        </Button>
        <p className="text-13 text-text-2">
          Nothing is uploaded again, and the version in use stays until the new one is ready.
        </p>
      </div>
    )
  }
  return (
    <Suspense fallback={<Skeleton className="h-96 w-full" />}>
      <Panel
        key={dataset.version}
        dataset={dataset}
        receipt={receipt}
        before={current.options ?? {}}
        onClose={() => setOpen(false)}
      />
    </Suspense>
  )
}
