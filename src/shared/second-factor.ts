import { z } from 'zod'

/** A code as people type it: six digits of an authenticator app, or one of the recovery codes; blanks do not matter. */
export const codeSchema = z.string().trim().min(1, 'Write the code.').max(100, 'No code is that long.')

/** What `POST /auth/step-up` takes: the password, or a code of the second factor. */
export const stepUpSchema = z
  .object({
    password: z.string().min(1, 'Write your password.').max(1000, 'No password is that long.').optional(),
    code: codeSchema.optional(),
  })
  .refine(({ password, code }) => (password === undefined) !== (code === undefined), {
    message: 'Send either your password or a code.',
    path: ['password'],
  })
  .meta({ id: 'StepUp' })

/** What `POST /auth/step-up` takes, parsed. */
export type StepUp = z.infer<typeof stepUpSchema>
