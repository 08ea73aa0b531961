import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Link2, Pencil, Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { SavedQuery } from '../../shared/queries.ts'
import { meQuery } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'
import { writeClipboard } from '../ui/write-clipboard.ts'
import { DeleteQueryDialog } from './delete-query-dialog.tsx'
import { ListState } from './list-state.tsx'
import { type Question, savedQueries } from './query-requests.ts'
import { SaveQueryDialog } from './save-query-dialog.tsx'
import { useChangeQuery } from './use-change-query.ts'

/** The saved queries that this person may see, and the way to one more. */
export function SavedQueries({
  datasetId,
  question,
  onOpen,
}: {
  datasetId: string
  question: Question
  onOpen: (question: Question) => void
}) {
  const { data, error, refetch } = useQuery(savedQueries(datasetId))
  const [isSaving, setSaving] = useState(false)
  const items = data?.items ?? []
  return (
    <>
      <div className="border-b border-hairline p-3">
        <Button size="small" isDisabled={question.sql.trim() === ''} onPress={() => setSaving(true)}>
          <Save aria-hidden size={14} />
          Save this query
        </Button>
      </div>
      {items.length === 0 && (
        <ListState
          isLoaded={data !== undefined}
          error={error}
          onRetry={refetch}
          empty="A query that you save stands here, and has an address of its own."
        />
      )}
      <ul>
        {items.map((saved) => (
          <SavedRow key={saved.id} datasetId={datasetId} saved={saved} question={question} onOpen={onOpen} />
        ))}
      </ul>
      {isSaving && <SaveQueryDialog datasetId={datasetId} question={question} onClose={() => setSaving(false)} />}
    </>
  )
}

function SavedRow({
  datasetId,
  saved,
  question,
  onOpen,
}: {
  datasetId: string
  saved: SavedQuery
  question: Question
  onOpen: (question: Question) => void
}) {
  const { data: me } = useQuery(meQuery)
  const [dialog, setDialog] = useState<'rename' | 'delete'>()
  const change = useChangeQuery(datasetId, saved.id)
  const remarks = [saved.author.id !== me?.id && `by ${saved.author.username}`, saved.shared && 'shared']
  return (
    <li className="flex items-start gap-1 border-b border-hairline pr-1">
      <AriaButton
        onPress={() => onOpen({ sql: saved.sql, with: saved.with })}
        className="min-w-0 flex-1 px-3 py-2 text-left -outline-offset-2 data-hovered:bg-hover"
      >
        <span className="block text-13 font-medium wrap-anywhere">{saved.name}</span>
        <code className="line-clamp-2 font-mono text-12 whitespace-pre-wrap text-text-2 wrap-anywhere">
          {saved.sql}
        </code>
        <span className="text-12 text-text-2">{remarks.filter(Boolean).join(', ')}</span>
      </AriaButton>
      <MenuTrigger>
        <IconButton size="small" label={`Actions for ${saved.name}`} className="mt-2">
          <Ellipsis aria-hidden size={14} />
        </IconButton>
        <Menu label={`Actions for ${saved.name}`} placement="bottom end">
          <MenuItem icon={<Link2 aria-hidden size={14} />} onAction={() => void copyAddress(datasetId, saved.id)}>
            Copy its address
          </MenuItem>
          {saved.can_change && (
            <>
              <MenuItem icon={<Pencil aria-hidden size={14} />} onAction={() => setDialog('rename')}>
                Rename or share
              </MenuItem>
              <MenuItem
                icon={<Save aria-hidden size={14} />}
                isDisabled={question.sql.trim() === '' || question.sql === saved.sql}
                onAction={() => change.mutate({ sql: question.sql, with: question.with })}
              >
                Save the text of the editor here
              </MenuItem>
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 aria-hidden size={14} />} onAction={() => setDialog('delete')}>
                Delete
              </MenuItem>
            </>
          )}
        </Menu>
      </MenuTrigger>
      {dialog === 'rename' && (
        <SaveQueryDialog datasetId={datasetId} question={saved} saved={saved} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'delete' && (
        <DeleteQueryDialog datasetId={datasetId} saved={saved} onClose={() => setDialog(undefined)} />
      )}
    </li>
  )
}

async function copyAddress(datasetId: string, queryId: string): Promise<void> {
  const worked = await writeClipboard(new URL(`/datasets/${datasetId}/sql?query=${queryId}`, location.href).href)
  notify({ text: worked ? 'The address of the query is copied.' : 'The browser did not allow copying.' })
}
