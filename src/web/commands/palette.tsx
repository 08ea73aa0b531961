import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { Autocomplete } from 'react-aria-components/Autocomplete'
import { Dialog } from 'react-aria-components/Dialog'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { SearchField } from 'react-aria-components/SearchField'
import { datasetListKey, getDatasetPage } from '../datasets/dataset-queries.ts'
import { meQuery } from '../session/session.ts'
import { Kbd } from '../ui/kbd.tsx'
import { menuItemClass } from '../ui/popover.tsx'
import { useTypedText } from '../ui/use-typed-text.ts'
import type { Command } from './command.ts'
import { rank } from './rank.ts'
import { readRecent, rememberCommand } from './recent.ts'
import { useCommands } from './use-commands.ts'

const mostShown = 50
const mostDatasets = 8

/** Finds datasets, columns, actions and pages by a part of their names, and does or opens what is chosen. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const { data: person } = useQuery(meQuery)
  const personId = person?.id ?? ''
  const [recent] = useState(() => readRecent(personId))
  const [asked, setAsked] = useState<string>()
  const [typed, setTyped] = useTypedText(asked, setAsked)
  const commands = useCommands()
  const datasets = useDatasetCommands(asked)
  const wanted = useDeferredValue(typed)
  const shown = useMemo(
    () => rank([...datasets, ...commands], wanted, recent).slice(0, mostShown),
    [datasets, commands, wanted, recent],
  )
  const choose = (id: React.Key) => {
    const command = shown.find((candidate) => candidate.id === id)
    if (!command) return
    rememberCommand(personId, command.id)
    onClose()
    afterFocusReturned(command.run)
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className="fixed inset-0 z-60 grid justify-items-center bg-scrim data-entering:animate-[fade-in_120ms] wide:items-start wide:p-6 wide:pt-[12dvh]"
    >
      <Modal className="flex size-full flex-col bg-surface text-text outline-none wide:h-auto wide:max-h-[70dvh] wide:max-w-[40rem] wide:rounded-lg wide:shadow-float">
        <Dialog aria-label="Search or run a command" className="flex min-h-0 flex-1 flex-col outline-none">
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField
              autoFocus
              aria-label="Search or run a command"
              onKeyDown={(event) => event.key === 'Escape' && onClose()}
              className="border-b border-hairline"
            >
              <Input
                placeholder="Search datasets, columns, actions, pages"
                className="h-12 w-full bg-transparent px-4 text-16 outline-none [&::-webkit-search-cancel-button]:hidden"
              />
            </SearchField>
            <ListBox
              aria-label="Found"
              items={shown}
              onAction={choose}
              shouldFocusOnHover
              renderEmptyState={() => <p className="px-2 py-3 text-13 text-text-2">Nothing is called that.</p>}
              className="min-h-0 flex-1 overflow-auto p-2 outline-none"
            >
              {(command) => <Found command={command} />}
            </ListBox>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Found({ command: { id, label, group, keys } }: { command: Command }) {
  return (
    <ListBoxItem id={id} textValue={label} className={`${menuItemClass} min-h-9`}>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <span className="max-w-48 truncate text-12 text-text-2">{group}</span>
      {keys && <Kbd keys={keys} />}
    </ListBoxItem>
  )
}

/** The datasets whose names the server finds; the latest while nothing is typed. */
function useDatasetCommands(q: string | undefined): Command[] {
  const navigate = useNavigate()
  const { data } = useQuery({
    queryKey: [...datasetListKey, 'palette', q ?? ''],
    queryFn: ({ signal }) => getDatasetPage({ sort: '-updated_at', limit: mostDatasets, ...(q ? { q } : {}) }, signal),
    placeholderData: keepPreviousData,
  })
  return useMemo(
    () =>
      (data?.items ?? []).map(({ id, title, role, owner }) => ({
        id: `dataset ${id}`,
        label: title,
        group: role === 'owner' ? 'Dataset' : `Dataset by ${owner.username}`,
        run: () => void navigate({ to: '/datasets/$id/$tab', params: { id, tab: 'data' } }),
      })),
    [data, navigate],
  )
}

/** Lets the dialog give the focus back first, so that what is done may take it. */
function afterFocusReturned(work: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(work)))
}
