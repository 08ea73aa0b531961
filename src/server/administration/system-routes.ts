import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import { installedDuckDb } from '../../engine/duckdb-version.ts'
import { problemSchema } from '../../shared/problem.ts'
import { systemSchema } from '../../shared/system.ts'
import { noContent } from '../accounts/no-content.ts'
import { recordEvent } from '../audit/record-event.ts'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { notFound } from '../http/problem-error.ts'
import type { Settings } from '../settings.ts'
import { version } from '../version.ts'
import { keepErrors } from './system-errors.ts'
import { readJobs, retryJob } from './system-jobs.ts'

export interface SystemOutside {
  home: Home
  settings: Settings
  now?: () => number
}

/** How the installation is doing, for those who run it. */
export const systemRoutes = (root: FastifyInstance, { home, settings, now = Date.now }: SystemOutside): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['Administration']
  const startedAt = now()
  const errors = keepErrors(root, now)

  app.get(
    '/api/v1/admin/system',
    {
      config: { access: 'superuser' },
      schema: {
        tags,
        summary: 'What runs here and how it is doing',
        description: 'Nothing here tells of what is in a dataset.',
        response: { 200: systemSchema, 401: problemSchema, 403: problemSchema },
      },
    },
    async ({ em }) => {
      const db = em.getKysely()
      const [database, disk, { mailsWaiting, ...jobs }] = await Promise.all([
        readDatabase(db),
        readDisk(home),
        readJobs(db),
      ])
      const { postgresql, ...bytes } = database
      const { oidc, publicUrl, smtpUrl } = settings
      return {
        started_at: new Date(startedAt).toISOString(),
        uptime_seconds: Math.floor((now() - startedAt) / 1000),
        versions: {
          datalens: version,
          node: process.versions.node,
          postgresql,
          duckdb: installedDuckDb,
        },
        disk: { ...disk, ...bytes },
        database: { embedded: settings.databaseUrl === undefined },
        jobs,
        mail: { via: smtpUrl ? ('smtp' as const) : ('files' as const), waiting: mailsWaiting },
        sign_in_provider: oidc ? { name: oidc.name, issuer: oidc.issuer } : null,
        public_url: publicUrl ?? null,
        errors: errors.latest(),
      }
    },
  )

  app.post(
    '/api/v1/admin/jobs/:id/retry',
    {
      config: { access: 'superuser' },
      schema: {
        tags,
        summary: 'Have a failed job done again',
        params: z.object({ id: z.string().max(100).describe('The id that `GET /admin/system` gives.') }),
        response: { 204: noContent, 401: problemSchema, 403: problemSchema, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const retried = await retryJob(request.em.getKysely(), id)
      if (!retried) throw notFound('This failed job')
      const { kind, datasetId } = retried
      const target = datasetId ? ({ type: 'dataset', id: datasetId } as const) : ({ type: 'job', id } as const)
      await recordEvent(request, { action: 'job.retry', target, details: { job_id: id, kind } })
      reply.code(204)
      return null
    },
  )
}

const readDatabase = async (db: Db) => {
  const { rows } = await sql<{ postgresql: string; database: number; originals: number; tables: number }>`
    select current_setting('server_version') as postgresql, pg_database_size(current_database())::float8 as database,
      (select coalesce(sum(file_size), 0)::float8 from (
        select distinct file_path, file_size from dataset_versions) original) as originals,
      (select coalesce(sum(table_size), 0)::float8 from dataset_versions) as tables`.execute(db)
  const { postgresql = '', database = 0, originals = 0, tables = 0 } = rows[0] ?? {}
  return { postgresql, originals_bytes: originals, tables_bytes: tables, database_bytes: database }
}

const readDisk = async ({ files }: Home) => {
  try {
    const { bavail, blocks, bsize } = await statfs(files)
    return { free_bytes: bavail * bsize, total_bytes: blocks * bsize }
  } catch {
    return { free_bytes: null, total_bytes: null }
  }
}
