import { z } from 'zod'

/** What the owner of a dataset can let another person be: a viewer sees, questions and exports; an editor also changes. */
export const shareRoles = ['viewer', 'editor'] as const

/** One of `shareRoles`. */
export type ShareRole = (typeof shareRoles)[number]

/** Somebody as everybody here may see them: no e-mail address. */
export const personSchema = z
  .object({ id: z.uuid(), username: z.string(), full_name: z.string().nullable() })
  .meta({ id: 'Person' })

/** Somebody as everybody here may see them. */
export type Person = z.infer<typeof personSchema>

const everyoneSchema = z.literal('viewer').nullable()

/** Who may see a dataset: its owner, `people`, and with `everyone: "viewer"` whoever has an active account here. */
export const datasetAccessSchema = z
  .object({
    owner: personSchema,
    everyone: everyoneSchema,
    people: z.array(
      z.object({
        user_id: z.uuid(),
        username: z.string(),
        full_name: z.string().nullable(),
        is_active: z.boolean(),
        role: z.enum(shareRoles),
      }),
    ),
  })
  .meta({ id: 'DatasetAccess' })

/** Who may see a dataset. */
export type DatasetAccess = z.infer<typeof datasetAccessSchema>

/** What `PUT /datasets/{id}/access` takes: everybody it does not name loses their access. */
export const accessChangeSchema = z
  .object({
    everyone: everyoneSchema,
    people: z
      .array(z.object({ user_id: z.uuid('This is not the id of a person.'), role: z.enum(shareRoles) }))
      .max(1000, 'Share with at most 1000 people, or with everyone here.'),
  })
  .meta({ id: 'DatasetAccessChange' })

/** What `PUT /datasets/{id}/access` takes, parsed. */
export type AccessChange = z.infer<typeof accessChangeSchema>

/** What handing a dataset over takes: the new owner. */
export const transferSchema = z
  .object({ user_id: z.uuid('This is not the id of a person.') })
  .meta({ id: 'DatasetTransfer' })

/** Query of `GET /people`: how a username, or a word of a full name, begins. */
export const personSearchSchema = z.object({
  q: z
    .string()
    .trim()
    .min(2, 'Write at least two characters of a name.')
    .max(100, 'Use at most 100 characters.')
    .regex(/^\P{Cc}*$/u, 'A name cannot contain control characters.'),
  limit: z.coerce.number().int().min(1).max(10).default(10),
})
