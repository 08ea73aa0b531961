import { useState } from 'react'
import { Form } from 'react-aria-components/Form'
import { chartTitleSchema } from '../../shared/charts.ts'
import { sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'

/** Asks what a chart is called, and stays open with the reason when that could not be kept. */
export function ChartTitleDialog({
  heading,
  action,
  title,
  onTitle,
  onClose,
}: {
  heading: string
  action: string
  title: string
  onTitle: (title: string) => Promise<void>
  onClose: () => void
}) {
  const [typed, setTyped] = useState(title)
  const [failure, setFailure] = useState<string>()
  const [isPending, setPending] = useState(false)
  const problem = chartTitleSchema.safeParse(typed).error?.issues[0]?.message
  const submit = async () => {
    setPending(true)
    try {
      await onTitle(typed.trim())
      onClose()
    } catch (error) {
      setFailure(sentenceOf(error))
      setPending(false)
    }
  }
  return (
    <Dialog title={heading} isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Form
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem) void submit()
        }}
      >
        <TextField
          label="Title"
          autoFocus
          value={typed}
          onChange={(next) => {
            setTyped(next)
            setFailure(undefined)
          }}
          error={typed === title ? failure : (problem ?? failure)}
        />
        <div className="mt-4 flex justify-end gap-2">
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isPending={isPending} isDisabled={Boolean(problem)}>
            {action}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
