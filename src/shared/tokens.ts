import { z } from 'zod'
import { pageOf } from './page.ts'

/**
 * What a personal access token may do. Each scope includes the ones before it: `read` looks and asks questions, `write`
 * also changes what its owner may change, `admin` also looks after users, audit and system.
 */
export const tokenScopes = ['read', 'write', 'admin'] as const

/** One of `tokenScopes`. */
export type TokenScope = (typeof tokenScopes)[number]

/** What `POST /auth/tokens` takes. Without `expires_at` the token lasts until it is revoked. */
export const tokenRequestSchema = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, 'Write what the token is for.')
      .max(100, 'Use at most 100 characters.')
      .regex(/^\P{Cc}*$/u, 'A name cannot contain control characters.'),
    scopes: z
      .array(z.enum(tokenScopes, 'Choose among read, write and admin.'))
      .min(1, 'Choose at least one scope.')
      .max(10, 'There are three scopes.')
      .transform((scopes) => tokenScopes.filter((scope) => scopes.includes(scope))),
    expires_at: z.iso.datetime({ offset: true, error: 'Write a time such as 2027-01-31T13:05:00Z.' }).nullish(),
  })
  .meta({ id: 'TokenRequest' })

/** What `POST /auth/tokens` takes, parsed: the scopes in order, each once. */
export type TokenRequest = z.output<typeof tokenRequestSchema>

/** A personal access token as its owner sees it; `last_used_at` is true to the minute, null before the first use. */
export const personalTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'PersonalToken' })

/** A personal access token as its owner sees it. */
export type PersonalToken = z.infer<typeof personalTokenSchema>

/** The answer to `POST /auth/tokens`: the only time that `token` is shown. */
export const newPersonalTokenSchema = personalTokenSchema.extend({ token: z.string() }).meta({ id: 'NewPersonalToken' })

/** A personal access token with its text. */
export type NewPersonalToken = z.infer<typeof newPersonalTokenSchema>

/** The answer to `GET /auth/tokens`, the newest first. */
export const personalTokensSchema = pageOf(personalTokenSchema)
