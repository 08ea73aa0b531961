import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { sentenceOf } from '../api/problem.ts'
import { cacheDataset } from '../datasets/dataset-cache.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type Question, saveResult } from './query-requests.ts'

/** Makes the whole result, beyond the rows shown, a dataset that remembers its SQL, and goes there. */
export function SaveResultDialog({
  datasetId,
  question,
  suggested,
  goal,
  onClose,
}: {
  datasetId: string
  question: Question
  suggested: string
  goal: 'data' | 'charts'
  onClose: () => void
}) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [title, setTitle] = useState(suggested)
  const save = useMutation({
    mutationFn: () => saveResult(datasetId, { ...question, title: title.trim() }),
    onSuccess: (dataset) => {
      cacheDataset(client, dataset)
      void navigate({ to: '/datasets/$id/$tab', params: { id: dataset.id, tab: goal } })
    },
  })
  const isEmpty = title.trim() === ''
  return (
    <Dialog
      title={goal === 'charts' ? 'Chart this' : 'Save as a dataset'}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) save.mutate()
        }}
        className="flex flex-col gap-4"
      >
        {save.error && (
          <Callout live tone="failed">
            {sentenceOf(save.error)}
          </Callout>
        )}
        <p>
          {goal === 'charts' ? 'Charts are drawn of datasets. ' : ''}All rows of the result become a dataset of yours,
          which remembers this query.
        </p>
        <TextField autoFocus label="Title" name="title" value={title} onChange={setTitle} />
        <Button type="submit" variant="primary" isDisabled={isEmpty} isPending={save.isPending} className="self-end">
          {goal === 'charts' ? 'Save and open its charts' : 'Save'}
        </Button>
      </Form>
    </Dialog>
  )
}
