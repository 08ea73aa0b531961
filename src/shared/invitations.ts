import { z } from 'zod'
import { emailSchema } from './account.ts'

/** What `POST /invitations` takes. With an `email` the invitation is for that address alone. */
export const invitationRequestSchema = z
  .object({
    email: emailSchema.nullish(),
    is_superuser: z.boolean().default(false),
    expires_in_hours: z
      .int('Write whole hours.')
      .min(1, 'An invitation lasts an hour at least.')
      .max(8760, 'An invitation lasts a year at most.')
      .default(168),
  })
  .meta({ id: 'InvitationRequest' })

/** What `POST /invitations` takes, parsed. */
export type InvitationRequest = z.output<typeof invitationRequestSchema>

/** An invitation that nobody has used yet. */
export const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    is_superuser: z.boolean(),
    created_by: z.object({ id: z.uuid(), username: z.string() }),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' })

/** An invitation that nobody has used yet. */
export type Invitation = z.infer<typeof invitationSchema>

/** The answer to `POST /invitations`: `url` is told only here; `mailed` says whether it is also on its way by mail. */
export const madeInvitationSchema = z
  .object({ id: z.uuid(), url: z.url(), expires_at: z.iso.datetime(), mailed: z.boolean() })
  .meta({ id: 'MadeInvitation' })

/** The answer to `POST /invitations`. */
export type MadeInvitation = z.infer<typeof madeInvitationSchema>
