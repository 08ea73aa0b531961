import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { datasetSchema } from '../../../shared/dataset.ts'
import { sentenceOf } from '../../api/problem.ts'
import { change } from '../../api/request.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { cacheDataset } from '../dataset-cache.ts'

export function RenameDialog({
  dataset,
  isOpen,
  onOpenChange,
}: {
  dataset: { id: string; title: string }
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
}) {
  return (
    <Dialog title="Rename" isOpen={isOpen} onOpenChange={onOpenChange}>
      <RenameForm dataset={dataset} onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function RenameForm({ dataset, onDone }: { dataset: { id: string; title: string }; onDone: () => void }) {
  const client = useQueryClient()
  const [title, setTitle] = useState(dataset.title)
  const rename = useMutation({
    mutationFn: () => change('PATCH', `/datasets/${dataset.id}`, datasetSchema, { body: { title: title.trim() } }),
    onSuccess: (renamed) => {
      cacheDataset(client, renamed)
      onDone()
    },
  })
  const isEmpty = title.trim() === ''
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty) rename.mutate()
      }}
    >
      <TextField
        label="Name"
        name="title"
        autoFocus
        value={title}
        onChange={setTitle}
        maxLength={300}
        error={isEmpty ? 'Give it a name.' : rename.error && sentenceOf(rename.error)}
        hint="The file keeps its own name."
      />
      <div className="mt-4 flex justify-end gap-2">
        <Button onPress={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isPending={rename.isPending} isDisabled={isEmpty}>
          Rename
        </Button>
      </div>
    </Form>
  )
}
