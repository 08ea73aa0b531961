import { auditEventSchema } from '../../shared/audit.ts'
import { pageOf } from '../../shared/page.ts'
import { get } from '../api/request.ts'
import { type AuditSearch, auditPageSize, auditQueryOf } from './audit-search.ts'

export const auditKey = ['audit'] as const

const auditPageSchema = pageOf(auditEventSchema)

export const getAuditPage = (search: AuditSearch, signal: AbortSignal) =>
  get('/audit', auditPageSchema, {
    query: {
      ...auditQueryOf(search, Date.now()),
      limit: auditPageSize,
      offset: ((search.page ?? 1) - 1) * auditPageSize,
    },
    signal,
  })
