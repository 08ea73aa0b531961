import { X } from 'lucide-react'
import { useState } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { IconButton } from '../ui/icon-button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { JoinedTables } from './joined-tables.tsx'
import { PastQueries } from './past-queries.tsx'
import type { Question } from './query-requests.ts'
import type { QueryTable } from './query-table.ts'
import { SavedQueries } from './saved-queries.tsx'

const parts = [
  { value: 'tables', label: 'Tables' },
  { value: 'saved', label: 'Saved' },
  { value: 'history', label: 'History' },
] as const

export type QueryPanelProps = {
  datasetId: string
  tables: readonly QueryTable[]
  question: Question
  onJoin: (joined: Record<string, string>) => void
  onInsert: (text: string) => void
  onOpen: (question: Question) => void
  onClose: () => void
}

/** What a query can be made of: tables with their columns, saved and past queries. A sheet where there is no room. */
export function QueryPanel({ isSheet, ...props }: QueryPanelProps & { isSheet: boolean }) {
  if (!isSheet) {
    return (
      <aside
        aria-label="Tables and queries"
        className="flex w-80 shrink-0 flex-col border-l border-hairline bg-surface"
      >
        <Content {...props} />
      </aside>
    )
  }
  const inSheet = {
    ...props,
    onInsert: (text: string) => {
      props.onInsert(text)
      props.onClose()
    },
    onOpen: (question: Question) => {
      props.onOpen(question)
      props.onClose()
    },
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      className="fixed inset-0 z-50 bg-scrim data-entering:animate-[fade-in_120ms]"
    >
      <Modal className="absolute inset-x-0 bottom-0 flex h-[80dvh] flex-col rounded-t-lg bg-surface text-text shadow-float outline-none data-entering:animate-[float-in_140ms_ease-out]">
        <AriaDialog aria-label="Tables and queries" className="flex min-h-0 flex-1 flex-col outline-none">
          <Content {...inSheet} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function Content(props: QueryPanelProps) {
  const [part, setPart] = useState<(typeof parts)[number]['value']>('tables')
  const { datasetId, question, onOpen, onClose } = props
  return (
    <>
      <header className="flex items-center justify-between gap-2 border-b border-hairline p-2">
        <Segmented label="Show" value={part} options={parts} onChange={setPart} />
        <IconButton size="small" label="Close the panel" keys="i" onPress={onClose}>
          <X aria-hidden size={15} />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-auto">
        {part === 'tables' && <JoinedTables {...props} />}
        {part === 'saved' && <SavedQueries datasetId={datasetId} question={question} onOpen={onOpen} />}
        {part === 'history' && <PastQueries datasetId={datasetId} onOpen={onOpen} />}
      </div>
    </>
  )
}
