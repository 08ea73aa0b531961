import { z } from 'zod'

/**
 * Every error code the API answers with: its HTTP status and the title of its RFC 9457 problem. The `detail` of an
 * answer says what happened in this case and what to do. Listed one by one in docs/errors.md.
 */
export const problemCodes = {
  malformed: { status: 400, title: 'Not a whole request' },
  not_authenticated: { status: 401, title: 'Sign in first' },
  token_expired: { status: 401, title: 'The access token has expired' },
  session_ended: { status: 401, title: 'The session has ended' },
  wrong_credentials: { status: 401, title: 'Wrong name or password' },
  second_factor_required: { status: 401, title: 'A second factor is needed' },
  forbidden: { status: 403, title: 'Not allowed' },
  inactive: { status: 403, title: 'The account is deactivated' },
  session_required: { status: 403, title: 'Not with an access token' },
  scope_missing: { status: 403, title: 'The access token lacks a scope' },
  step_up_required: { status: 403, title: 'Confirm that it is you' },
  second_factor_setup_required: { status: 403, title: 'Set up a second factor first' },
  registration_closed: { status: 403, title: 'Registration is closed' },
  foreign_origin: { status: 403, title: 'The request came from another site' },
  not_found: { status: 404, title: 'Not found' },
  query_timeout: { status: 408, title: 'The question took too long' },
  conflict: { status: 409, title: 'Conflict' },
  email_taken: { status: 409, title: 'The e-mail address is taken' },
  username_taken: { status: 409, title: 'The username is taken' },
  last_superuser: { status: 409, title: 'The last administrator' },
  dataset_not_ready: { status: 409, title: 'The dataset is not ready yet' },
  dataset_failed: { status: 409, title: 'The dataset could not be read' },
  unsupported_version: { status: 412, title: 'Another version of the protocol is spoken here' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_format: { status: 415, title: 'Unsupported format' },
  invalid: { status: 422, title: 'Invalid request' },
  sql_error: { status: 422, title: 'The SQL does not work' },
  weak_password: { status: 422, title: 'The password is too weak' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for other bytes' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The address or a header is too long' },
  checksum_mismatch: { status: 460, title: 'The bytes are not those that were sent' },
  internal: { status: 500, title: 'Internal error' },
  busy: { status: 503, title: 'Busy' },
  no_space: { status: 507, title: 'No space left' },
  quota_exceeded: { status: 507, title: 'The storage quota is used up' },
} as const satisfies Record<string, { status: number; title: string }>

/** One of the codes of `problemCodes`; stable, for programs. */
export type ProblemCode = keyof typeof problemCodes

/**
 * The body of every failed answer (`application/problem+json`, RFC 9457). `errors` names the offending fields, of SQL also
 * the place: `line` and `column` count from 1, columns in Unicode characters (code points).
 */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string(), line: z.int().optional(), column: z.int().optional() }))
      .optional(),
  })
  .meta({ id: 'Problem' })

/** A failed answer, parsed. */
export type ProblemBody = z.infer<typeof problemSchema>
