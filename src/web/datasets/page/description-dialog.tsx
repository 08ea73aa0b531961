import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Dataset, datasetSchema } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { cacheDataset } from '../dataset-cache.ts'

const longest = 10_000

export function DescriptionDialog({
  dataset,
  isOpen,
  onOpenChange,
}: {
  dataset: Dataset
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  return (
    <Dialog title="Description" isOpen={isOpen} onOpenChange={onOpenChange}>
      <DescriptionForm dataset={dataset} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function DescriptionForm({ dataset, onDone }: { dataset: Dataset; onDone: () => void }) {
  const client = useQueryClient()
  const [text, setText] = useState(dataset.description ?? '')
  const describe = useMutation({
    mutationFn: () =>
      change('PATCH', `/datasets/${dataset.id}`, datasetSchema, { body: { description: text.trim() || null } }),
    onSuccess: (described) => {
      cacheDataset(client, described)
      onDone()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        describe.mutate()
      }}
    >
      <TextField
        label="What is in it, where it came from"
        autoFocus
        rows={5}
        value={text}
        onChange={setText}
        maxLength={longest}
        error={describe.error && sentenceOf(describe.error)}
      />
      <div className="mt-4 flex justify-end gap-2">
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={describe.isPending}>
          Keep
        </Button>
      </div>
    </form>
  )
}
