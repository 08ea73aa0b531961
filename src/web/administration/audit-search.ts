import { type AuditQuery, auditActions, auditOutcomes } from '../../shared/audit.ts'

export const auditSpans = ['day', 'week', 'month'] as const
export type AuditSpan = (typeof auditSpans)[number]
type Outcome = (typeof auditOutcomes)[number]

/** What the address of the audit page says about the list. */
export type AuditSearch = {
  who?: string
  action?: string
  outcome?: Outcome
  span?: AuditSpan
  target?: string
  page?: number
}

/** A change of it; undefined takes a part out of the address. */
export type AuditSearchChange = { [Part in keyof AuditSearch]: AuditSearch[Part] | undefined }

export const auditPageSize = 100

/** The first words of the actions, such as `auth`: each stands for all that begin with it. */
export const actionGroups: string[] = [...new Set(Object.keys(auditActions).map((name) => name.split('.')[0] ?? name))]

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseAuditSearch(search: Record<string, unknown>): AuditSearch {
  const { who, action, outcome, span, target, page } = search
  const isAction = typeof action === 'string' && (Object.hasOwn(auditActions, action) || isGroup(action))
  return {
    ...(who !== undefined && who !== '' ? { who: String(who).slice(0, 254) } : {}),
    ...(isAction ? { action } : {}),
    ...(auditOutcomes.includes(outcome as Outcome) ? { outcome: outcome as Outcome } : {}),
    ...(auditSpans.includes(span as AuditSpan) ? { span: span as AuditSpan } : {}),
    ...(target !== undefined && target !== '' ? { target: String(target).slice(0, 100) } : {}),
    ...(Number.isInteger(page) && Number(page) > 1 ? { page: Number(page) } : {}),
  }
}

const isGroup = (action: string) => action.endsWith('.*') && actionGroups.includes(action.slice(0, -2))

const spanMs = { day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 }

/** What the API is asked for. A span ends now and begins at a whole minute, so that asking again hits the same list. */
export function auditQueryOf(
  { who, action, outcome, span, target }: AuditSearch,
  now: number,
): Partial<Pick<AuditQuery, 'actor' | 'action' | 'outcome' | 'target_id' | 'from'>> {
  const minute = 60_000
  return {
    ...(who ? { actor: who } : {}),
    ...(action ? { action } : {}),
    ...(outcome ? { outcome } : {}),
    ...(target ? { target_id: target } : {}),
    ...(span ? { from: new Date(Math.floor((now - spanMs[span]) / minute) * minute).toISOString() } : {}),
  }
}
