import type { EntityManager } from '@mikro-orm/postgresql'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Db } from '../database/db.ts'
import type { Orm } from '../database/orm.ts'
import { addressOf } from '../http/address-of.ts'
import { type AuditOrigin, insertEvent, type NewAuditEvent } from './insert-event.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of who is signed in, for the audit log; null where nobody is. */
    actorId: string | null
  }
}

/** Tells the audit log of one request: what a use case takes that runs a transaction of its own. */
export type Recorder = (event: NewAuditEvent, em?: EntityManager | Db) => Promise<void>

/** The recorder of a request. */
export const recorderOf =
  (request: FastifyRequest): Recorder =>
  (event, em) =>
    recordEvent(request, event, em)

const failures = new WeakMap<FastifyRequest, NewAuditEvent[]>()

/**
 * Tells the audit log what the sender of this request did. A success is written with the unit of work of the request, or
 * that of `em`, and is kept exactly if that is. A failure is written after the handler, whatever was rolled back.
 */
export const recordEvent = async (
  request: FastifyRequest,
  event: NewAuditEvent,
  em: EntityManager | Db = request.em,
): Promise<void> => {
  if (event.outcome === 'failure') {
    failures.set(request, [...(failures.get(request) ?? []), event])
    return
  }
  await insertEvent(dbOf(em), event, originOf(request))
}

/** Tells the audit log what somebody did on the command line, such as `datalens user promote`. */
export const recordEventOf = async (
  em: EntityManager | Db,
  event: NewAuditEvent,
  { actorName }: { actorName: string },
): Promise<void> => {
  await insertEvent(dbOf(em), event, { command: actorName })
}

/** Writes the failures of a request when its own transaction has ended, before its answer leaves. */
export const auditRequests = (app: FastifyInstance, orm: Orm): void => {
  app.decorateRequest('actorId', null)
  app.addHook('onSend', async (request) => {
    const events = failures.get(request)
    if (!events) return
    failures.delete(request)
    const db = orm.em.fork({ keepTransactionContext: false }).getKysely()
    try {
      for (const event of events) await insertEvent(db, event, originOf(request))
    } catch (error) {
      request.log.error(
        { err: error, actions: events.map(({ action }) => action) },
        'failures are not in the audit log',
      )
    }
  })
}

const originOf = (request: FastifyRequest): AuditOrigin => ({
  actorId: request.actorId ?? undefined,
  ip: addressOf(request),
  userAgent: request.headers['user-agent'],
  requestId: request.id,
})

const dbOf = (em: EntityManager | Db): Db => ('getKysely' in em ? em.getKysely() : em)
