import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { classNames } from '../../ui/class-names.ts'

/** What stands beside the table, or on small screens as a sheet over its lower part. */
export function SidePanel({
  label,
  isSheet,
  isWide = false,
  onClose,
  children,
}: {
  label: string
  isSheet: boolean
  isWide?: boolean
  onClose: () => void
  children: React.ReactNode
}) {
  if (!isSheet) {
    return (
      <aside
        aria-label={label}
        className={classNames('flex shrink-0 flex-col border-l border-hairline bg-surface', isWide ? 'w-96' : 'w-80')}
      >
        {children}
      </aside>
    )
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-50 bg-scrim data-entering:animate-[fade-in_120ms]"
    >
      <Modal className="absolute inset-x-0 bottom-0 flex max-h-[80dvh] flex-col rounded-t-lg bg-surface text-text shadow-float outline-none data-entering:animate-[float-in_140ms_ease-out]">
        <AriaDialog aria-label={label} className="flex min-h-0 flex-1 flex-col outline-none">
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
