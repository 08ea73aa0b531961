import { sentenceOf } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** Asks before something goes that does not come back; what failed stands above what is asked. */
export function DangerDialog({
  title,
  confirm,
  error,
  isPending,
  isDisabled = false,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  /** What the button that does it says. */
  confirm: string
  error: Error | null
  isPending: boolean
  isDisabled?: boolean
  onConfirm: () => void
  onClose: () => void
  children: React.ReactNode
}) {
  return (
    <Dialog
      role="alertdialog"
      title={title}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Keep
          </Button>
          <Button variant="danger" isPending={isPending} isDisabled={isDisabled} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {error && (
        <Callout live tone="failed" className="mb-3">
          {sentenceOf(error)}
        </Callout>
      )}
      {children}
    </Dialog>
  )
}
