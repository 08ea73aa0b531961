import { z } from 'zod'

/** A job that failed for good. `id` is what its retry takes; `code` is that of the dataset's error, or `failed`. */
export const failedJobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  code: z.string(),
  attempts: z.int(),
  failed_at: z.iso.datetime(),
  dataset: z.object({ id: z.uuid(), owner: z.string() }).nullable(),
})

/** A job that failed for good. */
export type FailedJob = z.infer<typeof failedJobSchema>

/** A request that failed for a reason of ours. The log has the reason under `request_id`. */
export const requestErrorSchema = z.object({
  at: z.iso.datetime(),
  request_id: z.string(),
  method: z.string(),
  route: z.string(),
  code: z.string(),
  type: z.string(),
})

/** A request that failed for a reason of ours. */
export type RequestError = z.infer<typeof requestErrorSchema>

/**
 * What runs here and how it is doing. Bytes are counts; `free_bytes` is what the disk of the home still takes, null when
 * it cannot be asked. `errors` are the latest since the start, at most a hundred.
 */
export const systemSchema = z
  .object({
    started_at: z.iso.datetime(),
    uptime_seconds: z.int(),
    versions: z.object({ datalens: z.string(), node: z.string(), postgresql: z.string(), duckdb: z.string() }),
    disk: z.object({
      free_bytes: z.int().nullable(),
      total_bytes: z.int().nullable(),
      originals_bytes: z.int(),
      tables_bytes: z.int(),
      database_bytes: z.int(),
    }),
    database: z.object({ embedded: z.boolean() }),
    jobs: z.object({
      waiting: z.int(),
      running: z.int(),
      failed: z.int(),
      failures: z.array(failedJobSchema),
    }),
    mail: z.object({ via: z.enum(['smtp', 'files']), waiting: z.int() }),
    sign_in_provider: z.object({ name: z.string(), issuer: z.string() }).nullable(),
    public_url: z.string().nullable(),
    errors: z.array(requestErrorSchema),
  })
  .meta({ id: 'System' })

/** What runs here and how it is doing. */
export type System = z.infer<typeof systemSchema>
