import { z } from 'zod'
import { emailSchema, passwordSchema } from './account.ts'

/** The secret part of a link that works once, as it stands after the # of its address. */
export const linkTokenSchema = z.string().min(1, 'Open the link once more.').max(200, 'This is not one of our links.')

/** What `POST /auth/forgot` takes. */
export const forgottenSchema = z.object({ email: emailSchema }).meta({ id: 'Forgotten' })

/** What `POST /auth/reset` takes: the token of a link, and the password to have from now on. */
export const resetSchema = z
  .object({ token: linkTokenSchema, new_password: passwordSchema })
  .meta({ id: 'PasswordReset' })

/** What `POST /auth/reset` takes, parsed. */
export type PasswordReset = z.infer<typeof resetSchema>

/** What `POST /auth/verify-email` takes: the token of the link in the mail. */
export const verificationSchema = z.object({ token: linkTokenSchema }).meta({ id: 'EmailVerification' })
