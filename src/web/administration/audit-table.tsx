import { useState } from 'react'
import { Cell, Row, Table, TableBody, TableHeader } from 'react-aria-components/Table'
import type { AuditEvent } from '../../shared/audit.ts'
import { HeaderCell } from '../ui/header-cell.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { AuditEventDialog } from './audit-event-dialog.tsx'
import type { AuditSearchChange } from './audit-search.ts'
import { actionWords, reasonOf, targetOf, whoOf } from './audit-sentence.ts'

/** The events, one row each; a row opens everything that is known of it. */
export function AuditTable({
  items,
  onNarrow,
}: {
  items: readonly AuditEvent[]
  onNarrow: (next: AuditSearchChange) => void
}) {
  const [opened, setOpened] = useState<AuditEvent>()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto border-t border-hairline">
      <Table
        aria-label="Events"
        onRowAction={(id) => setOpened(items.find((event) => event.id === id))}
        className="block w-full text-13"
      >
        <TableHeader className="sticky top-0 z-10 block border-b border-hairline bg-ground *:audit-columns max-wide:sr-only">
          <HeaderCell id="action" sortable={false} isRowHeader>
            What
          </HeaderCell>
          <HeaderCell id="actor" sortable={false}>
            Who
          </HeaderCell>
          <HeaderCell id="target" sortable={false}>
            On what
          </HeaderCell>
          <HeaderCell id="ip" sortable={false}>
            From
          </HeaderCell>
          <HeaderCell id="at" sortable={false} numeric>
            When
          </HeaderCell>
        </TableHeader>
        <TableBody items={items} className="block" dependencies={[items]}>
          {(event) => <EventRow event={event} />}
        </TableBody>
      </Table>
      {opened && (
        <AuditEventDialog
          event={opened}
          onNarrow={(next) => {
            setOpened(undefined)
            onNarrow(next)
          }}
          onClose={() => setOpened(undefined)}
        />
      )}
    </div>
  )
}

function EventRow({ event }: { event: AuditEvent }) {
  const target = targetOf(event)
  return (
    <Row
      id={event.id}
      textValue={`${actionWords(event.action)}, ${whoOf(event)}`}
      className="audit-columns group min-h-11 cursor-default border-b border-hairline py-1.5 -outline-offset-2 data-hovered:bg-hover wide:min-h-9 wide:py-1"
    >
      <Cell className="min-w-0 -outline-offset-2">
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="truncate text-14 font-medium">{actionWords(event.action)}</span>
          <Failure event={event} />
        </span>
        <span className="block truncate text-12 text-text-2 wide:hidden">
          {[whoOf(event), target].filter(Boolean).join(', ')}
        </span>
      </Cell>
      <Cell className="truncate text-text-2 max-wide:hidden">{whoOf(event)}</Cell>
      <Cell className="truncate text-text-2 max-wide:hidden">{target}</Cell>
      <Cell className="tabular truncate text-text-2 max-wide:hidden">{event.ip}</Cell>
      <Cell className="text-right text-text-2">
        <RelativeTime iso={event.at} />
      </Cell>
    </Row>
  )
}

function Failure({ event }: { event: AuditEvent }) {
  if (event.outcome === 'success') return null
  const reason = reasonOf(event)
  return <span className="text-12 font-medium text-red">failed{reason ? `: ${reason}` : ''}</span>
}
