import { z } from 'zod'
import { problemSchema } from './problem.ts'

/** A code as people type it: six digits of an authenticator app, or one of the recovery codes; blanks do not matter. */
export const codeSchema = z.string().trim().min(1, 'Write the code.').max(100, 'No code is that long.')

/** What `POST /auth/totp/confirm` takes. */
export const codeBodySchema = z.object({ code: codeSchema }).meta({ id: 'Code' })

/** What `POST /auth/login/second-factor` takes: the token that the right password got, and a code. */
export const secondFactorSignInSchema = z
  .object({ mfa_token: z.string().min(1).max(2000), code: codeSchema })
  .meta({ id: 'SecondFactorSignIn' })

/** How a refused sign-in is answered; `mfa_token` and `methods` come with `second_factor_required` alone. */
export const signInProblemSchema = problemSchema
  .extend({ mfa_token: z.string().optional(), methods: z.array(z.enum(['totp', 'recovery_code'])).optional() })
  .meta({ id: 'SignInProblem' })

/** The answer to `POST /auth/totp`: a secret in base 32, the address and the picture by which an app reads it. */
export const secondFactorSetupSchema = z
  .object({ secret: z.string(), otpauth_uri: z.string(), qr_svg: z.string() })
  .meta({ id: 'SecondFactorSetup' })

/** The answer to `POST /auth/totp`, parsed. */
export type SecondFactorSetup = z.infer<typeof secondFactorSetupSchema>

/** The answer to `POST /auth/totp/confirm`: the only time that the codes are shown. */
export const recoveryCodesSchema = z.object({ recovery_codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' })

/**
 * The answer to `GET /auth/totp`: whether there is a second factor, since when, and how many of its ten recovery codes have
 * not been used; null without one.
 */
export const secondFactorStateSchema = z
  .object({
    enabled: z.boolean(),
    enabled_at: z.iso.datetime().nullable(),
    recovery_codes_left: z.int().nullable(),
  })
  .meta({ id: 'SecondFactorState' })

/** So few recovery codes are too few to wait any longer with making new ones. */
export const fewRecoveryCodes = 2

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
