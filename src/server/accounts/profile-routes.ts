import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { profileChangeSchema, userSchema } from '../../shared/account.ts'
import { problemSchema } from '../../shared/problem.ts'
import { changeProfile } from './change-profile.ts'
import { getCurrentUser, presentUser } from './user-store.ts'

/** One's own account. */
export const profileRoutes = (root: FastifyInstance): void => {
  const app = root.withTypeProvider<ZodTypeProvider>()

  for (const url of ['/api/v1/auth/me', '/api/v1/users/me']) {
    app.get(
      url,
      {
        schema: {
          tags: ['Accounts'],
          summary: 'Who is signed in',
          response: { 200: userSchema, 401: problemSchema },
        },
      },
      async ({ em, user }) => await presentUser(em, await getCurrentUser(em, user)),
    )
  }

  app.patch(
    '/api/v1/users/me',
    {
      bodyLimit: 16 * 1024,
      schema: {
        tags: ['Accounts'],
        summary: 'Change your own profile',
        body: profileChangeSchema,
        response: { 200: userSchema, 401: problemSchema, 409: problemSchema, 422: problemSchema },
      },
    },
    async ({ em, user, body }) => {
      const row = await getCurrentUser(em, user)
      return await presentUser(em, await changeProfile(em, row, body))
    },
  )
}
