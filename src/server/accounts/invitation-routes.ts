import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { invitationRequestSchema, invitationSchema, madeInvitationSchema } from '../../shared/invitations.ts'
import { pageOf, pageQuerySchema } from '../../shared/page.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recordEvent } from '../audit/record-event.ts'
import { notFound, Problem } from '../http/problem-error.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { createInvitation, deleteInvitation, listInvitations } from './invitation-store.ts'
import { noContent } from './no-content.ts'
import { linkTo } from './one-time-links.ts'
import { refuseTaken } from './register-user.ts'

const refusals = { 401: problemSchema, 403: problemSchema }

/** How administrators let somebody in. */
export const invitationRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { mailer, now, settings } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/api/v1/invitations',
    {
      config: { access: 'superuser' },
      schema: {
        tags: ['People'],
        summary: 'List the invitations that nobody has used yet',
        querystring: pageQuerySchema,
        response: { 200: pageOf(invitationSchema), ...refusals },
      },
    },
    async ({ em, query: { limit, offset } }) => {
      const [items, total] = await listInvitations(em, { limit, offset, now: new Date(now()) })
      return { items, total, limit, offset }
    },
  )

  app.post(
    '/api/v1/invitations',
    {
      bodyLimit: 16 * 1024,
      config: { access: 'superuser' },
      schema: {
        tags: ['People'],
        summary: 'Invite somebody',
        description:
          'The answer has a link by which one person registers. With a mail server and an e-mail address it is mailed as well.',
        body: invitationRequestSchema,
        response: { 201: madeInvitationSchema, ...refusals, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, body } = request
      if (settings.registration === 'closed') throw closed()
      if (body.email) await refuseTaken(em, { email: body.email })
      const { id, token, expiresAt } = await createInvitation(em, body, { userId: user.id, now: now() })
      const url = linkTo(publicOrigin(settings, root.server.address()), '/register', token)
      const isMailed = Boolean(body.email && settings.smtpUrl)
      if (body.email && isMailed) {
        const mail = invitationMail({ from: user.username, url, expiresAt })
        await mailer.send(em, { to: body.email, mail, goodUntil: expiresAt })
      }
      const details = {
        email: body.email ?? null,
        is_superuser: body.is_superuser,
        expires_at: expiresAt.toISOString(),
      }
      await recordEvent(request, { action: 'invitation.create', target: { type: 'invitation', id }, details })
      reply.code(201)
      return { id, url, expires_at: expiresAt.toISOString(), mailed: isMailed }
    },
  )

  app.delete(
    '/api/v1/invitations/:id',
    {
      config: { access: 'superuser' },
      schema: {
        tags: ['People'],
        summary: 'Take an invitation back',
        params: z.object({ id: z.uuid() }),
        response: { 204: noContent, ...refusals, 404: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, params } = request
      if (!(await deleteInvitation(em, params.id))) throw notFound('This invitation')
      await recordEvent(request, { action: 'invitation.revoke', target: { type: 'invitation', id: params.id } })
      reply.code(204)
      return null
    },
  )
}

const closed = () =>
  new Problem('registration_closed', 'Nobody can register here (REGISTRATION is closed). Create the account yourself.')

const invitationMail = ({ from, url, expiresAt }: { from: string; url: string; expiresAt: Date }) => ({
  subject: 'You are invited to DataLens',
  paragraphs: [
    'Hello,',
    `${from} invites you to DataLens, a home for data files: drop a file and see what is in it.`,
    `The invitation is for one account and lasts until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
  ],
  action: { label: 'Create your account', url },
  note: 'If you do not know why you got this, do nothing: no account is made without you.',
})
