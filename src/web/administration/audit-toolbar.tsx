import { Download } from 'lucide-react'
import { useCallback } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { auditActions } from '../../shared/audit.ts'
import { formatCounted } from '../../shared/format-numbers.ts'
import { apiUrl } from '../api/request.ts'
import { buttonClass } from '../ui/button.tsx'
import { ChoiceMenu } from '../ui/choice-menu.tsx'
import { ListToolbar } from '../ui/list-toolbar.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { type AuditSearch, type AuditSearchChange, actionGroups, auditQueryOf } from './audit-search.ts'

const outcomeOptions = [
  { value: 'any', label: 'All' },
  { value: 'success', label: 'Done' },
  { value: 'failure', label: 'Failed' },
] as const

const spanOptions = [
  { value: 'any', label: 'All time' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
] as const

const groupNames: Record<string, string> = {
  auth: 'All about signing in',
  user: 'All about people',
  dataset: 'All about datasets',
  token: 'All about tokens',
  invitation: 'All about invitations',
  totp: 'All about second factors',
  audit: 'All about this log',
}

const actionOptions = [
  { value: 'any', label: 'All' },
  ...actionGroups.flatMap((group) => (groupNames[group] ? [{ value: `${group}.*`, label: groupNames[group] }] : [])),
  ...Object.entries(auditActions).map(([value, label]) => ({ value, label })),
]

export function AuditToolbar({
  search,
  total,
  onChange,
  searchField,
}: {
  search: AuditSearch
  total: number | null
  onChange: (next: AuditSearchChange) => void
  searchField: React.RefObject<HTMLInputElement | null>
}) {
  const onSettle = useCallback((text: string | undefined) => onChange({ who: text }), [onChange])
  const file = (format: 'csv' | 'ndjson') => apiUrl('/audit', { ...auditQueryOf(search, Date.now()), format })
  return (
    <ListToolbar
      search={{
        label: 'Who',
        placeholder: 'Username, e-mail or id',
        q: search.who,
        onChange: onSettle,
        field: searchField,
      }}
      filters={
        <>
          <ChoiceMenu
            label="Action"
            value={search.action ?? 'any'}
            options={actionOptions}
            onChange={(action) => onChange({ action: action === 'any' ? undefined : action })}
            className="max-w-full"
          />
          <ChoiceMenu
            label="Outcome"
            value={search.outcome ?? 'any'}
            options={outcomeOptions}
            onChange={(outcome) => onChange({ outcome: outcome === 'any' ? undefined : outcome })}
          />
          <ChoiceMenu
            label="Time"
            value={search.span ?? 'any'}
            options={spanOptions}
            onChange={(span) => onChange({ span: span === 'any' ? undefined : span })}
          />
        </>
      }
      count={total === null ? null : formatCounted(total, 'event')}
    >
      <MenuTrigger>
        <AriaButton className={buttonClass('secondary')}>
          <Download aria-hidden size={14} />
          Export
        </AriaButton>
        <Menu label="Export what is listed" placement="bottom end">
          <MenuItem href={file('csv')} download>
            CSV, for a spreadsheet
          </MenuItem>
          <MenuItem href={file('ndjson')} download>
            NDJSON, for a program
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </ListToolbar>
  )
}
