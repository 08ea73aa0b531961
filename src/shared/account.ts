import { z } from 'zod'

const usernamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{2,49}$/

/** A username: 3 to 50 letters, digits, dots, hyphens and underscores, the first a letter or digit. */
export const usernameSchema = z
  .string()
  .regex(
    usernamePattern,
    'Use 3 to 50 letters, digits, dots, hyphens or underscores, beginning with a letter or digit.',
  )

/** An e-mail address of at most 254 characters. */
export const emailSchema = z
  .string()
  .trim()
  .max(254, 'Use at most 254 characters.')
  .pipe(z.email('This is not an e-mail address.'))

/** A new password: at least 8 characters and at most 72 UTF-8 bytes, which is all that bcrypt reads. */
export const passwordSchema = z
  .string()
  .min(8, 'Use at least 8 characters.')
  .refine(
    (password) => new TextEncoder().encode(password.normalize('NFC')).length <= 72,
    'Use at most 72 bytes (UTF-8).',
  )
  .refine((password) => !password.includes('\0'), 'A password cannot contain the NUL character.')

/** The name a person goes by: 1 to 100 characters. */
export const fullNameSchema = z
  .string()
  .trim()
  .min(1, 'Write a name, or leave it out.')
  .max(100, 'Use at most 100 characters.')
  .regex(/^\P{Cc}*$/u, 'A name cannot contain control characters.')

/**
 * What `POST /auth/register` takes. `setup_code` is for the first account of a server that other machines reach, and
 * `invitation` is what follows the # in the address of one.
 */
export const registrationSchema = z
  .object({
    email: emailSchema,
    username: usernameSchema,
    password: passwordSchema,
    full_name: fullNameSchema.nullish(),
    setup_code: z.string().max(200).optional(),
    invitation: z.string().max(200).optional(),
  })
  .meta({ id: 'Registration' })

/** What `POST /auth/register` takes, parsed. */
export type Registration = z.infer<typeof registrationSchema>

/** What `PATCH /users/me` takes; what is left out stays. */
export const profileChangeSchema = z
  .object({ email: emailSchema, username: usernameSchema, full_name: fullNameSchema.nullable() })
  .partial()
  .meta({ id: 'ProfileChange' })

/** What `PATCH /users/me` takes, parsed. */
export type ProfileChange = z.infer<typeof profileChangeSchema>

/** What `POST /auth/login` takes: `login` is an e-mail address or a username; `remember` keeps the session. */
export const loginSchema = z
  .object({
    login: z
      .string()
      .trim()
      .min(1, 'Write your e-mail address or username.')
      .max(254, 'Use at most 254 characters.')
      .regex(/^\P{Cc}*$/u, 'A name cannot contain control characters.'),
    password: z.string().min(1, 'Write your password.').max(1000, 'No password is that long.'),
    remember: z.boolean().default(false),
  })
  .meta({ id: 'Login' })

/** What `POST /auth/login` takes, parsed. */
export type Login = z.output<typeof loginSchema>

/**
 * A user as the API shows it. Times are RFC 3339 in UTC; bytes are counts. `quota_bytes` is the limit that holds for this
 * person, null without one; `quota_is_default` says that it is that of the settings. `dataset_count` counts the trash too.
 */
export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    username: z.string(),
    full_name: z.string().nullable(),
    is_active: z.boolean(),
    is_superuser: z.boolean(),
    email_verified: z.boolean(),
    second_factor: z.boolean(),
    storage_used_bytes: z.int(),
    dataset_count: z.int(),
    quota_bytes: z.int().nullable(),
    quota_is_default: z.boolean(),
    last_login_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'User' })

/** A user as the API shows it. */
export type User = z.infer<typeof userSchema>

/** The answer to a sign-in: a bearer token for scripts; browsers get the same by cookie. `expires_in` is in seconds. */
export const tokenAnswerSchema = z
  .object({
    access_token: z.string(),
    token_type: z.literal('bearer'),
    expires_in: z.int(),
    user: userSchema,
  })
  .meta({ id: 'TokenAnswer' })

/**
 * What `GET /auth/options` tells everybody: what the sign-in page may offer. `oidc` is the identity provider's name;
 * `needs_setup_code`: the first account must know the code that the server printed in its log.
 */
export const authOptionsSchema = z
  .object({
    registration: z.enum(['open', 'invite', 'closed']),
    first_account: z.boolean(),
    needs_setup_code: z.boolean(),
    oidc: z.object({ name: z.string() }).nullable(),
    mail: z.boolean(),
    require_second_factor: z.enum(['none', 'superusers', 'all']),
  })
  .meta({ id: 'AuthOptions' })

/** What the sign-in page may offer. */
export type AuthOptions = z.infer<typeof authOptionsSchema>

/** A session as its owner sees it. `current` is the one that asks; `last_used_at` moves when its access token is renewed. */
export const sessionSchema = z
  .object({
    id: z.uuid(),
    current: z.boolean(),
    ip: z.string(),
    user_agent: z.string().nullable(),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Session' })

/** A session as its owner sees it. */
export type Session = z.infer<typeof sessionSchema>

/** What `PUT /auth/password` takes. */
export const passwordChangeSchema = z
  .object({
    current_password: z.string().min(1, 'Write your present password.').max(1000, 'No password is that long.'),
    new_password: passwordSchema,
  })
  .meta({ id: 'PasswordChange' })

/** What `PUT /auth/password` takes, parsed. */
export type PasswordChange = z.infer<typeof passwordChangeSchema>
