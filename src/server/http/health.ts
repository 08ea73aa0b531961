import { constants } from 'node:fs'
import { access, statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Home } from '../home.ts'
import { version } from '../version.ts'

const healthSchema = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    version: z.string(),
    database: z.object({ status: z.enum(['ok', 'unavailable']) }),
    storage: z.object({ status: z.enum(['ok', 'unavailable']), free_bytes: z.int().nullable() }),
  })
  .meta({ id: 'Health' })

const storageState = async (home: Home) => {
  try {
    await access(home.files, constants.R_OK | constants.W_OK)
    const { bavail, bsize } = await statfs(home.files)
    return { status: 'ok' as const, free_bytes: bavail * bsize }
  } catch {
    return { status: 'unavailable' as const, free_bytes: null }
  }
}

/** `GET /health`: whether this process lives, reaches its database and can write its files. */
export const healthRoute = (app: FastifyInstance, home: Home): void => {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/health',
    {
      logLevel: 'warn',
      schema: {
        tags: ['System'],
        summary: 'Whether the server, its database and its storage work',
        security: [],
        response: { 200: healthSchema, 503: healthSchema },
      },
    },
    async (request, reply) => {
      const [database, storage] = await Promise.all([
        request.em.execute('select 1').then(
          () => ({ status: 'ok' as const }),
          () => ({ status: 'unavailable' as const }),
        ),
        storageState(home),
      ])
      const status = database.status === 'ok' && storage.status === 'ok' ? 'ok' : 'unavailable'
      reply.code(status === 'ok' ? 200 : 503)
      return { status, version, database, storage } as const
    },
  )
}
