import { z } from 'zod'
import { pageQuerySchema } from './page.ts'

/** Every action of the audit log and what it means. docs/audit.md has the same list with the details of each. */
export const auditActions = {
  'auth.register': 'Registration',
  'auth.login': 'Sign-in',
  'auth.logout': 'Sign-out',
  'auth.refresh_reuse': 'A refresh token was used twice',
  'auth.step_up': 'Confirmed their identity',
  'auth.forgot': 'Asked for a link to a new password',
  'auth.reset': 'Chose a new password by link',
  'auth.link': 'Linked an account with the sign-in provider',
  'auth.verify_email': 'Confirmed an e-mail address',
  'session.revoke': 'Ended sessions',
  'password.change': 'Change of password',
  'totp.enable': 'Turned the second factor on',
  'totp.disable': 'Turned the second factor off',
  'totp.recovery_codes': 'Made new recovery codes',
  'token.create': 'Made an access token',
  'token.revoke': 'Revoked an access token',
  'user.create': 'Created a user',
  'user.update': 'Changed a user',
  'user.delete': 'Deleted a user',
  'user.reset_link': 'Made a link to a new password',
  'user.sign_out': 'Signed a user out everywhere',
  'user.disable_totp': 'Turned the second factor of a user off',
  'invitation.create': 'Invited somebody',
  'invitation.revoke': 'Took an invitation back',
  'dataset.create': 'Uploaded a dataset',
  'dataset.update': 'Renamed or described a dataset',
  'dataset.delete': 'Put a dataset into the trash',
  'dataset.restore': 'Took a dataset out of the trash',
  'dataset.purge': 'Deleted a dataset for good',
  'dataset.cancel': 'Stopped the reading of a dataset',
  'dataset.reingest': 'Had a dataset read again',
  'dataset.version': 'Uploaded a new version of a dataset',
  'dataset.restore_version': 'Used an earlier version of a dataset again',
  'dataset.steps': 'Changed the steps that clean a dataset',
  'dataset.share': 'Changed who may see a dataset',
  'dataset.transfer': 'Handed a dataset over',
  'dataset.export': 'Exported a dataset',
  'chart.create': 'Kept a chart',
  'chart.update': 'Changed a chart',
  'chart.delete': 'Deleted a chart',
  'dashboard.create': 'Made a dashboard',
  'dashboard.update': 'Changed a dashboard',
  'dashboard.delete': 'Deleted a dashboard',
  'keys.rotate': 'Rotated the signing keys',
  'job.retry': 'Had a failed job done again',
  'admin.view': 'Asked to see what only administrators see',
  'audit.export': 'Exported the audit log',
  'audit.prune': 'Removed old events of the audit log',
} as const

/** One of the actions of `auditActions`. */
export type AuditAction = keyof typeof auditActions

/** How an action ended. */
export const auditOutcomes = ['success', 'failure'] as const

/**
 * What somebody did, as superusers see it, with the names of that moment. `actor` is who was signed in; null for nobody and
 * for the command line, whose command is `command`. The names of `target` are those of the user that it is, or of whose it
 * is; null for what is nobody's.
 */
export const auditEventSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actor: z.object({ id: z.uuid(), email: z.string().nullable(), username: z.string().nullable() }).nullable(),
    command: z.string().nullable(),
    action: z.string(),
    outcome: z.enum(auditOutcomes),
    target: z
      .object({ type: z.string(), id: z.string(), email: z.string().nullable(), username: z.string().nullable() })
      .nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    request_id: z.uuid().nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEvent' })

/** An event of the audit log. */
export type AuditEvent = z.infer<typeof auditEventSchema>

const moment = z.iso.datetime({ offset: true, error: 'Write a time such as 2024-01-31T13:05:00Z.' })

/** Query of `GET /audit`; what is left out does not narrow. `from` is included, `to` is not. */
export const auditQuerySchema = pageQuerySchema.extend({
  actor: z
    .string()
    .trim()
    .max(254)
    .optional()
    .describe(
      'The id of a user, or how their e-mail address or username begins; or a command such as `datalens user`. Finds what nobody did on their account too, such as a failed sign-in.',
    ),
  action: z
    .string()
    .max(1000)
    .optional()
    .describe('Actions, separated by commas; `auth.*` stands for all that begin with `auth.`.'),
  outcome: z.enum(auditOutcomes).optional(),
  target_id: z.string().max(100).optional(),
  from: moment.optional(),
  to: moment.optional(),
  format: z.enum(['json', 'csv', 'ndjson']).default('json'),
})

/** Query of `GET /audit`, parsed. */
export type AuditQuery = z.output<typeof auditQuerySchema>
