import { z } from 'zod'
import { storableText, titleSchema } from './dataset.ts'
import { rowsColumnSchema } from './rows.ts'

/** Rows of a JSON answer unless the question says otherwise, and at most. */
export const queryLimits = { usual: 1_000, most: 10_000 }

/** Milliseconds that a query may take unless the question says otherwise, and at most. */
export const queryTimeouts = { usual: 30_000, most: 120_000 }

const sqlSchema = storableText(100_000).refine((sql) => sql.trim() !== '', 'Write a query.')

/** What a query calls a dataset: a name that needs no quotes. `data` is the dataset in the address. */
export const aliasSchema = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]{0,62}$/,
    'An alias has letters, digits and underscores, at most 63, and no digit first.',
  )
  .refine((alias) => alias.toLowerCase() !== 'data', '"data" is the dataset in the address. Choose another alias.')

const withSchema = z
  .record(aliasSchema, z.uuid())
  .refine((aliases) => Object.keys(aliases).length <= 16, 'A query joins at most 16 other datasets.')
  .refine(
    (aliases) => new Set(Object.keys(aliases).map((alias) => alias.toLowerCase())).size === Object.keys(aliases).length,
    'Two aliases differ by case alone, which SQL does not tell apart.',
  )
  .describe('Further datasets by alias; their id is what you may read.')

const parameterSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])

const paramsSchema = z
  .union([z.array(parameterSchema).max(1000), z.record(z.string().regex(/^\w{1,63}$/), parameterSchema)])
  .describe('Values for `?` and `$1` as a list, for `$name` as an object. A whole number is an integer, as in SQL.')

/** What `POST /datasets/{id}/query` takes: one SELECT about `data` and the aliases of `with`. */
export const queryRequestSchema = z
  .object({
    sql: sqlSchema,
    params: paramsSchema.optional(),
    with: withSchema.default({}),
    limit: z
      .int()
      .min(1)
      .max(queryLimits.most)
      .optional()
      .describe(`Rows at most, ${queryLimits.usual} unless given. Files (CSV, Arrow, ...) have all rows unless given.`),
    timeout_ms: z.int().min(1).max(queryTimeouts.most).default(queryTimeouts.usual),
  })
  .meta({ id: 'QueryRequest' })

/** What `POST /datasets/{id}/query` takes, parsed. */
export type QueryRequest = z.output<typeof queryRequestSchema>

/** A value for a parameter of a query. */
export type QueryParameter = z.infer<typeof parameterSchema>

/**
 * The answer to a query. `truncated` is true only when there are more rows than these. Values stand as in rows answers;
 * a 64-bit column is strings when one of these values is beyond 2^53. Names may occur twice.
 */
export const queryAnswerSchema = z
  .object({
    columns: z.array(rowsColumnSchema),
    rows: z.array(z.array(z.unknown())),
    row_count: z.int(),
    truncated: z.boolean(),
    limit: z.int(),
    duration_ms: z.number(),
  })
  .meta({ id: 'QueryAnswer' })

/** The answer to a query. */
export type QueryAnswer = z.infer<typeof queryAnswerSchema>

/** What `POST /datasets/{id}/query/save` takes. */
export const queryDatasetRequestSchema = queryRequestSchema
  .pick({ sql: true, params: true, with: true })
  .extend({ title: titleSchema })
  .meta({ id: 'QueryDatasetRequest' })

/** What `POST /datasets/{id}/query/save` takes, parsed. */
export type QueryDatasetRequest = z.output<typeof queryDatasetRequestSchema>

const queryNameSchema = storableText(200).trim().min(1, 'A name cannot be empty.')

/** What `POST /datasets/{id}/queries` takes. With `shared`, who may see the dataset sees it; for editors and the owner. */
export const savedQueryRequestSchema = z
  .object({ name: queryNameSchema, sql: sqlSchema, with: withSchema.default({}), shared: z.boolean().default(false) })
  .meta({ id: 'SavedQueryRequest' })

/** What `PATCH /datasets/{id}/queries/{qid}` takes; what is left out stays. */
export const savedQueryPatchSchema = z
  .object({
    name: queryNameSchema.optional(),
    sql: sqlSchema.optional(),
    with: withSchema.optional(),
    shared: z.boolean().optional(),
  })
  .meta({ id: 'SavedQueryPatch' })

/** A saved query. `can_change` says whether whoever asks may change and delete it. */
export const savedQuerySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    sql: z.string(),
    with: z.record(z.string(), z.uuid()),
    shared: z.boolean(),
    author: z.object({ id: z.uuid(), username: z.string() }),
    can_change: z.boolean(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'SavedQuery' })

/** A saved query. */
export type SavedQuery = z.infer<typeof savedQuerySchema>

/** What became of a query: an answer, an error of its SQL, its time ran out, or nobody waited for it any more. */
export const queryOutcomes = ['answered', 'failed', 'timeout', 'cancelled'] as const

/** A query that somebody has run, as they see it. `row_count` is null where there was no answer, `error` where there was. */
export const pastQuerySchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    sql: z.string(),
    with: z.record(z.string(), z.uuid()),
    duration_ms: z.number(),
    row_count: z.int().nullable(),
    outcome: z.enum(queryOutcomes),
    error: z.string().nullable(),
  })
  .meta({ id: 'PastQuery' })

/** A query that somebody has run. */
export type PastQuery = z.infer<typeof pastQuerySchema>
