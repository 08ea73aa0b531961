import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Dataset } from '../../../shared/dataset.ts'
import type { DatasetAccess } from '../../../shared/sharing.ts'
import { sentenceOf } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { notify } from '../../ui/notice.tsx'
import { cacheDataset } from '../dataset-cache.ts'
import { datasetListKey } from '../dataset-queries.ts'
import { accessKey, handOver } from './sharing-queries.ts'
import { nameOf } from './who-can-see.ts'

/** Asks once more before somebody else owns the dataset, because only they could give it back. */
export function HandOver({
  dataset,
  heir,
  onCancel,
  onDone,
}: {
  dataset: Dataset
  heir: DatasetAccess['people'][number]
  onCancel: () => void
  onDone: () => void
}) {
  const client = useQueryClient()
  const name = nameOf(heir)
  const transfer = useMutation({
    mutationFn: () => handOver(dataset.id, heir.user_id),
    onSuccess: (handed) => {
      cacheDataset(client, handed)
      void client.invalidateQueries({ queryKey: accessKey(dataset.id) })
      void client.invalidateQueries({ queryKey: datasetListKey })
      notify({ text: `${name} owns ${dataset.title} now. You can still edit it.` })
      onDone()
    },
  })
  return (
    <section aria-label={`Make ${name} the owner`} className="flex flex-col gap-3">
      <p className="text-14 font-medium text-text">Make {name} the owner?</p>
      <p>
        {name} then decides who sees this, and can delete it. You stay an editor until {name} changes that, and only{' '}
        {name} can give it back. It counts towards the storage of {name}.
      </p>
      {transfer.error && (
        <Callout live tone="failed" title="It is still yours">
          {sentenceOf(transfer.error)}
        </Callout>
      )}
      <div className="flex justify-end gap-2">
        <Button autoFocus onPress={onCancel}>
          Keep it
        </Button>
        <Button variant="danger" isPending={transfer.isPending} onPress={() => transfer.mutate()}>
          Hand over
        </Button>
      </div>
    </section>
  )
}
