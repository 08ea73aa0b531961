import type { AuditEvent } from '../../shared/audit.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { AuditSearchChange } from './audit-search.ts'
import { actionWords, detailText, reasonOf, targetOf, whoOf } from './audit-sentence.ts'

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Everything that is known of one event, and the way to others like it. */
export function AuditEventDialog({
  event,
  onNarrow,
  onClose,
}: {
  event: AuditEvent
  onNarrow: (next: AuditSearchChange) => void
  onClose: () => void
}) {
  const { actor, command, target } = event
  const facts: [string, string | null | undefined, (string | null | undefined)?][] = [
    ['When', exact.format(new Date(event.at)), event.at],
    ['Action', event.action],
    ['Outcome', event.outcome === 'success' ? 'done' : ['failed', reasonOf(event)].filter(Boolean).join(': ')],
    ['Who', whoOf(event), actor?.id],
    ['Their e-mail', actor?.email],
    ['On what', targetOf(event), target?.id],
    ['E-mail', target?.id === actor?.id ? null : target?.email],
    ['From', event.ip],
    ['Browser or program', event.user_agent],
    ['Request', event.request_id, event.request_id],
    ...Object.entries(event.details).flatMap(([name, value]): [string, string][] =>
      name === 'reason' ? [] : [[sentenceCase(name.replaceAll('_', ' ')), detailText(value)]],
    ),
  ]
  return (
    <Dialog
      title={actionWords(event.action)}
      width="wide"
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      actions={
        <>
          {target && (
            <Button onPress={() => onNarrow({ target: target.id, who: undefined, page: undefined })}>
              All on this {target.type}
            </Button>
          )}
          {(actor || command) && (
            <Button
              onPress={() => onNarrow({ who: actor?.id ?? command ?? undefined, target: undefined, page: undefined })}
            >
              {actor ? 'All by this person' : 'All by this command'}
            </Button>
          )}
        </>
      }
    >
      <dl className="grid gap-x-6 wide:grid-cols-[10rem_1fr]">
        {facts.map(
          ([name, text, copied]) =>
            text && (
              <div key={name} className="col-span-full grid grid-cols-subgrid border-t border-hairline py-1.5">
                <dt className="text-13">{name}</dt>
                <dd className="flex min-h-6 min-w-0 items-center gap-2 text-13 text-text wrap-anywhere">
                  {text}
                  {copied && <CopyButton label={`Copy ${name.toLowerCase()}`} text={copied} />}
                </dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  )
}
