import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Dashboard } from '../../shared/dashboards.ts'
import { ChartTitleDialog } from '../explore/chart-title-dialog.tsx'
import { meQuery } from '../session/session.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { deleteDashboard } from './dashboard-list.ts'

/** What is done with a dashboard as a whole, as far as the person may; nothing when that is nothing. */
export function DashboardMenu({
  dashboard,
  label,
  onTitle,
  onDelete,
  children,
}: {
  dashboard: Pick<Dashboard, 'id' | 'title' | 'owner' | 'may_change'>
  label: string
  onTitle: (title: string) => Promise<unknown>
  /** It is about to go. */
  onDelete?: () => void
  /** Further items, which come first. */
  children?: React.ReactNode
}) {
  const client = useQueryClient()
  const { data: person } = useSuspenseQuery(meQuery)
  const [isRenaming, setRenaming] = useState(false)
  if (!dashboard.may_change && !children) return null
  return (
    <>
      <MenuTrigger>
        <IconButton label={label}>
          <Ellipsis aria-hidden size={16} />
        </IconButton>
        <Menu label={label} placement="bottom end">
          {children}
          {dashboard.may_change && (
            <MenuItem icon={<Pencil aria-hidden size={14} />} onAction={() => setRenaming(true)}>
              Rename
            </MenuItem>
          )}
          {dashboard.owner.id === person.id && (
            <MenuItem
              danger
              icon={<Trash2 aria-hidden size={14} />}
              onAction={() => {
                deleteDashboard(client, dashboard)
                onDelete?.()
              }}
            >
              Delete
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      {isRenaming && (
        <ChartTitleDialog
          heading="Rename"
          action="Rename"
          title={dashboard.title}
          onClose={() => setRenaming(false)}
          onTitle={async (title) => {
            await onTitle(title)
          }}
        />
      )}
    </>
  )
}
