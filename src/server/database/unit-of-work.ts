import type { EntityManager } from '@mikro-orm/postgresql'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Orm } from './orm.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The unit of work of this request. */
    em: EntityManager
  }
  interface FastifyContextConfig {
    /**
     * `transaction` (the default of routes that write): one transaction around the handler, committed when it returns,
     * rolled back when it throws. `plain` (the default of routes that read): no transaction of its own.
     */
    unitOfWork?: 'transaction' | 'plain'
  }
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Gives every request a unit of work of its own. The answer leaves only after the commit, so what was answered is kept.
 */
export const unitOfWorkPerRequest = (app: FastifyInstance, orm: Orm): void => {
  app.decorateRequest('em')
  app.addHook('onRequest', async (request) => {
    request.em = orm.em.fork()
  })
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat()
    const chosen = route.config?.unitOfWork ?? (methods.every((m) => readingMethods.has(m)) ? 'plain' : 'transaction')
    if (chosen === 'plain') return
    const { handler } = route
    route.handler = async function (this: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
      return await request.em.transactional(async (em) => {
        request.em = em
        return await handler.call(this, request, reply)
      })
    }
  })
}
