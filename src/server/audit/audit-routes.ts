import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { type AuditEvent, type AuditQuery, auditEventSchema, auditQuerySchema } from '../../shared/audit.ts'
import { pageOf } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import type { Db } from '../database/db.ts'
import { csvLine } from '../http/csv-line.ts'
import { listEvents, readEvents } from './list-events.ts'
import { recordEvent } from './record-event.ts'

/** `GET /audit`: who did what, for superusers. */
export const auditRoutes = (root: FastifyInstance): void => {
  root.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/audit',
    {
      config: { access: 'superuser' },
      schema: {
        tags: ['Administration'],
        summary: 'The audit log, the newest event first',
        description:
          'With `format=csv` or `ndjson` every event that passes is streamed as a file, whatever `limit` and `offset` say. In CSV a text that a spreadsheet would run as a formula begins with an apostrophe.',
        querystring: auditQuerySchema,
        response: { 200: pageOf(auditEventSchema), 401: problemSchema, 403: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, query } = request
      if (query.format === 'json') return await listEvents(em.getKysely(), query, query)
      if (request.method === 'GET') await recordEvent(request, { action: 'audit.export', details: filterOf(query) })
      const { type, lines } = exports[query.format]
      const name = `audit-${new Date().toISOString().slice(0, 10)}.${query.format}`
      reply.type(type).header('content-disposition', `attachment; filename="${name}"`)
      return reply.send(Readable.from(lines(em.getKysely(), query), { objectMode: false }) as never)
    },
  )
}

const filterOf = ({ actor, action, outcome, target_id, from, to, format }: AuditQuery) => ({
  actor,
  action,
  outcome,
  target_id,
  from,
  to,
  format,
})

async function* csv(db: Db, query: AuditQuery): AsyncGenerator<string> {
  yield csvLine(csvColumns.map(([name]) => name))
  for await (const events of readEvents(db, query)) {
    yield events.map((event) => csvLine(csvColumns.map(([, cellOf]) => cellOf(event)))).join('')
  }
}

async function* ndjson(db: Db, query: AuditQuery): AsyncGenerator<string> {
  for await (const events of readEvents(db, query)) {
    yield events.map((event) => `${JSON.stringify(event)}\n`).join('')
  }
}

const exports = {
  csv: { type: 'text/csv; charset=utf-8', lines: csv },
  ndjson: { type: 'application/x-ndjson; charset=utf-8', lines: ndjson },
}

const csvColumns: [string, (event: AuditEvent) => string | null][] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['actor_id', ({ actor }) => actor?.id ?? null],
  ['actor_email', ({ actor }) => actor?.email ?? null],
  ['actor_username', ({ actor }) => actor?.username ?? null],
  ['command', ({ command }) => command],
  ['action', ({ action }) => action],
  ['outcome', ({ outcome }) => outcome],
  ['target_type', ({ target }) => target?.type ?? null],
  ['target_id', ({ target }) => target?.id ?? null],
  ['target_email', ({ target }) => target?.email ?? null],
  ['target_username', ({ target }) => target?.username ?? null],
  ['ip', ({ ip }) => ip],
  ['user_agent', ({ user_agent }) => user_agent],
  ['request_id', ({ request_id }) => request_id],
  ['details', ({ details }) => JSON.stringify(details)],
]
