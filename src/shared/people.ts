import { z } from 'zod'
import {
  emailSchema,
  fullNameSchema,
  passwordSchema,
  profileChangeSchema,
  usernameSchema,
  userSchema,
} from './account.ts'
import { pageQuerySchema } from './page.ts'

/** What the list of people can be sorted by; with a `-` before it, the other way round. */
export const peopleSorts = [
  'created_at',
  'username',
  'email',
  'full_name',
  'last_login_at',
  'storage_used_bytes',
] as const

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true')

/** Query of `GET /users`. Each word of `q` must occur in the e-mail address, the username or the full name. */
export const peopleQuerySchema = pageQuerySchema.extend({
  q: z
    .string()
    .max(200)
    .transform((text) => text.replaceAll('\0', ''))
    .optional(),
  is_active: yesOrNo.optional(),
  is_superuser: yesOrNo.optional(),
  sort: z.enum(peopleSorts.flatMap((name) => [name, `-${name}`] as const)).default('-created_at'),
})

/** Query of `GET /users`, parsed. */
export type PeopleQuery = z.output<typeof peopleQuerySchema>

/** What `POST /users` takes. Without a password the answer has a link by which the person chooses one. */
export const newPersonSchema = z
  .object({
    email: emailSchema,
    username: usernameSchema,
    full_name: fullNameSchema.nullish(),
    password: passwordSchema.optional(),
    is_superuser: z.boolean().default(false),
  })
  .meta({ id: 'NewPerson' })

/** What `POST /users` takes, parsed. */
export type NewPerson = z.output<typeof newPersonSchema>

/** The answer to `POST /users`. `setup_url` works once, until `setup_expires_at`, and is told only here. */
export const createdPersonSchema = userSchema
  .extend({ setup_url: z.url().optional(), setup_expires_at: z.iso.datetime().optional() })
  .meta({ id: 'CreatedPerson' })

/** The answer to `POST /users`. */
export type CreatedPerson = z.infer<typeof createdPersonSchema>

/** What `PATCH /users/{id}` takes; what is left out stays. A `quota_bytes` of null is that of the settings. */
export const personChangeSchema = profileChangeSchema
  .extend({
    is_active: z.boolean().optional(),
    is_superuser: z.boolean().optional(),
    quota_bytes: z.int('Write whole bytes.').min(0, 'A quota cannot be less than nothing.').nullable().optional(),
  })
  .meta({ id: 'PersonChange' })

/** What `PATCH /users/{id}` takes, parsed. */
export type PersonChange = z.infer<typeof personChangeSchema>

/** Query of `DELETE /users/{id}`: what becomes of the person's datasets, and who gets them. */
export const personDeletionSchema = z
  .object({
    datasets: z.enum(['delete', 'transfer']).default('delete'),
    transfer_to: z.uuid().toLowerCase().optional(),
  })
  .refine(({ datasets, transfer_to }) => (datasets === 'transfer') === (transfer_to !== undefined), {
    path: ['transfer_to'],
    message: 'Say transfer_to, the id of who gets the datasets, exactly with datasets=transfer.',
  })

/** Query of `DELETE /users/{id}`, parsed. */
export type PersonDeletion = z.output<typeof personDeletionSchema>

/** A link that works once and is told only here. */
export const oneTimeLinkSchema = z.object({ url: z.url(), expires_at: z.iso.datetime() }).meta({ id: 'OneTimeLink' })

/** A link that works once. */
export type OneTimeLink = z.infer<typeof oneTimeLinkSchema>
