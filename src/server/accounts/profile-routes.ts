import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { profileChangeSchema, userSchema } from '../../shared/account.ts'
import { problemSchema } from '../../shared/problem.ts'
import { recordEvent } from '../audit/record-event.ts'
import { publicOrigin } from '../http/public-origin.ts'
import type { Accounts } from './accounts.ts'
import { changeOwnProfile } from './change-own-profile.ts'
import { deleteUser } from './delete-user.ts'
import { noContent } from './no-content.ts'
import { presentUser } from './present-user.ts'
import { clearSessionCookies, isReachedByHttps } from './session-cookies.ts'
import { accountIsGone } from './user-store.ts'

/** One's own account. */
export const profileRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { settings } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()

  for (const url of ['/api/v1/auth/me', '/api/v1/users/me']) {
    app.get(
      url,
      {
        config: { scope: 'read', beforeSecondFactor: true },
        schema: {
          tags: ['Accounts'],
          summary: 'Who is signed in',
          response: { 200: userSchema, 401: problemSchema },
        },
      },
      async ({ em, user }) => await presentUser(em, user, settings),
    )
  }

  app.patch(
    '/api/v1/users/me',
    {
      bodyLimit: 16 * 1024,
      schema: {
        tags: ['Accounts'],
        summary: 'Change your own profile',
        description:
          'Another e-mail address needs `/auth/step-up` first. Where mails are sent, it takes effect when the link in the mail to it is used.',
        body: profileChangeSchema,
        response: {
          200: userSchema,
          401: problemSchema,
          403: problemSchema,
          409: problemSchema,
          422: problemSchema,
          429: problemSchema,
        },
      },
    },
    async (request) => {
      const { em, user, body } = request
      const origin = publicOrigin(settings, root.server.address())
      const changed = await changeOwnProfile(em, accounts, { user, change: body, origin })
      if (changed.length > 0) {
        await recordEvent(request, {
          action: 'user.update',
          target: { type: 'user', id: user.id },
          details: { changed },
        })
      }
      return await presentUser(em, user, settings)
    },
  )

  app.delete(
    '/api/v1/users/me',
    {
      config: { stepUp: true },
      schema: {
        tags: ['Accounts'],
        summary: 'Delete your account',
        description: 'With all your datasets and their files, at once and for good. The last administrator stays.',
        response: { 204: noContent, 401: problemSchema, 403: problemSchema, 409: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user } = request
      const deleted = await deleteUser(em, user.id)
      if (!deleted) throw accountIsGone()
      const { email, username, datasetCount } = deleted
      await recordEvent(request, {
        action: 'user.delete',
        actor: { id: user.id, email, username },
        target: { type: 'user', id: user.id },
        details: { username, email, datasets: 'delete', dataset_count: datasetCount },
      })
      clearSessionCookies(reply, isReachedByHttps(request, settings.publicUrl))
      reply.code(204)
      return null
    },
  )
}
