import { X } from 'lucide-react'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

/** Takes a button and a `Dialog`. */
export { DialogTrigger }

export type DialogProps = {
  title: string
  /** `alertdialog` for what cannot be undone: it names what will be lost. */
  role?: 'dialog' | 'alertdialog'
  width?: 'narrow' | 'wide'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  children: React.ReactNode | ((options: { close: () => void }) => React.ReactNode)
  /** Buttons, right-aligned; the main one last. */
  actions?: React.ReactNode | ((options: { close: () => void }) => React.ReactNode)
}

/** A modal dialog; below 720 px it fills the screen. Esc and the close button leave it and give the focus back. */
export function Dialog({ title, role = 'dialog', width = 'narrow', children, actions, ...state }: DialogProps) {
  return (
    <ModalOverlay
      {...state}
      isDismissable={role === 'dialog'}
      className="fixed inset-0 z-50 grid bg-scrim data-entering:animate-[fade-in_120ms] wide:place-items-center wide:p-6"
    >
      <Modal
        className={classNames(
          'flex size-full flex-col bg-surface text-text outline-none data-entering:animate-[float-in_120ms_ease-out] wide:h-auto wide:max-h-[calc(100dvh-3rem)] wide:rounded-lg wide:shadow-float',
          width === 'narrow' ? 'wide:max-w-[26rem]' : 'wide:max-w-[44rem]',
        )}
      >
        <AriaDialog role={role} className="flex min-h-0 flex-1 flex-col outline-none">
          {({ close }) => (
            <>
              <header className="flex items-center gap-2 py-3 pr-3 pl-5">
                <Heading slot="title" className="min-w-0 flex-1 text-16 font-semibold wrap-anywhere">
                  {title}
                </Heading>
                <IconButton label="Close" onPress={close}>
                  <X aria-hidden size={16} />
                </IconButton>
              </header>
              <div className="min-h-0 flex-1 overflow-auto px-5 pb-5 text-14 text-text-2">
                {typeof children === 'function' ? children({ close }) : children}
              </div>
              {actions && (
                <footer className="flex justify-end gap-2 border-t border-hairline px-5 py-3">
                  {typeof actions === 'function' ? actions({ close }) : actions}
                </footer>
              )}
            </>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
