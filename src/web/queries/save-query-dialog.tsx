import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import type { SavedQuery } from '../../shared/queries.ts'
import { datasetQuery } from '../datasets/dataset-queries.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import type { Question } from './query-requests.ts'
import { useChangeQuery } from './use-change-query.ts'

/** Gives a query a name, and says who sees it; of a saved one, another name. */
export function SaveQueryDialog({
  datasetId,
  question,
  saved,
  onClose,
}: {
  datasetId: string
  question: Question
  saved?: SavedQuery
  onClose: () => void
}) {
  const { data: dataset } = useQuery(datasetQuery(datasetId))
  const [name, setName] = useState(saved?.name ?? '')
  const [shared, setShared] = useState(saved?.shared ?? false)
  const change = useChangeQuery(datasetId, saved?.id)
  const mayShare = dataset !== undefined && dataset.role !== 'viewer'
  const isEmpty = name.trim() === ''
  const save = () => {
    const named = { name: name.trim(), ...(mayShare ? { shared } : {}) }
    change.mutate(saved ? named : { ...named, sql: question.sql, with: question.with }, { onSuccess: onClose })
  }
  return (
    <Dialog
      title={saved ? 'Rename or share' : 'Save this query'}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty) save()
        }}
        className="flex flex-col gap-4"
      >
        <TextField autoFocus label="Name" name="name" value={name} onChange={setName} />
        {mayShare && (
          <Checkbox isSelected={shared} onChange={setShared}>
            Everybody who may see this dataset sees it
          </Checkbox>
        )}
        <Button type="submit" variant="primary" isDisabled={isEmpty} isPending={change.isPending} className="self-end">
          Save
        </Button>
      </Form>
    </Dialog>
  )
}
