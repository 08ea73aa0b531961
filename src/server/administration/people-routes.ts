import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { profileChangeSchema, userSchema } from '../../shared/account.ts'
import { pageOf } from '../../shared/page.ts'
import {
  createdPersonSchema,
  newPersonSchema,
  peopleQuerySchema,
  personChangeSchema,
  personDeletionSchema,
} from '../../shared/people.ts'
import { problemSchema } from '../../shared/problem.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { changeOwnProfile } from '../accounts/change-own-profile.ts'
import { changeUser } from '../accounts/change-user.ts'
import { noContent } from '../accounts/no-content.ts'
import { linkTo } from '../accounts/one-time-links.ts'
import { presentUser } from '../accounts/present-user.ts'
import { recordEvent } from '../audit/record-event.ts'
import { notFound } from '../http/problem-error.ts'
import { publicOrigin } from '../http/public-origin.ts'
import { createPerson } from './create-person.ts'
import { getPerson, personParams } from './get-person.ts'
import { listPeople } from './list-people.ts'
import { onlySelfOrSuperuser } from './only-self-or-superuser.ts'
import { removePerson } from './remove-person.ts'

const refusals = { 401: problemSchema, 403: problemSchema }
const bodyLimit = 16 * 1024

/** Everybody who has an account, for those who run this installation; each person by their own id. */
export const peopleRoutes = (root: FastifyInstance, accounts: Accounts): void => {
  const { settings, stepUps } = accounts
  const app = root.withTypeProvider<ZodTypeProvider>()
  const tags = ['People']
  const origin = () => publicOrigin(settings, root.server.address())

  app.get(
    '/api/v1/users',
    {
      config: { access: 'superuser' },
      schema: {
        tags,
        summary: 'List everybody',
        description: 'Newest first unless sorted. Each word of `q` must occur in the e-mail address, username or name.',
        querystring: peopleQuerySchema,
        response: { 200: pageOf(userSchema), ...refusals, 422: problemSchema },
      },
    },
    ({ em, query }) => listPeople(em.getKysely(), query, settings),
  )

  app.post(
    '/api/v1/users',
    {
      bodyLimit,
      config: { access: 'superuser' },
      schema: {
        tags,
        summary: 'Make an account for somebody',
        description:
          'Without a password the answer has `setup_url`: a link, good for seven days and for once, by which the person chooses one. It is told only here.',
        body: newPersonSchema,
        response: { 201: createdPersonSchema, ...refusals, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, body } = request
      const { id, isSuperuser, link } = await createPerson(em, accounts, body)
      const { email, username } = body
      const details = { email, username, is_superuser: isSuperuser, by_link: link !== undefined }
      await recordEvent(request, { action: 'user.create', target: { type: 'user', id }, details })
      reply.code(201).header('location', `/api/v1/users/${id}`)
      const setup = link && {
        setup_url: linkTo(origin(), '/set-up', link.token),
        setup_expires_at: link.expiresAt.toISOString(),
      }
      return { ...(await presentUser(em, { id }, settings)), ...setup }
    },
  )

  app.get(
    '/api/v1/users/:id',
    {
      config: { scope: 'admin' },
      onRequest: onlySelfOrSuperuser,
      schema: {
        tags,
        summary: 'One person',
        params: personParams,
        response: { 200: userSchema, ...refusals, 404: problemSchema },
      },
    },
    async ({ em, params: { id } }) => {
      await getPerson(em, id)
      return await presentUser(em, { id }, settings)
    },
  )

  app.patch(
    '/api/v1/users/:id',
    {
      bodyLimit,
      config: { scope: 'admin' },
      onRequest: onlySelfOrSuperuser,
      schema: {
        tags,
        summary: 'Change somebody',
        description:
          'Whoever is deactivated, promoted or demoted is so everywhere within a second. A `quota_bytes` of null is `DEFAULT_QUOTA_BYTES`. The last active administrator stays one.',
        params: personParams,
        body: personChangeSchema,
        response: { 200: userSchema, ...refusals, 404: problemSchema, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request) => {
      const { em, user, params, body } = request
      const person = await getPerson(em, params.id)
      const isOwn = person.id === user.id
      const own = { user, change: profileChangeSchema.parse(body), origin: origin() }
      const changed = isOwn ? await changeOwnProfile(em, accounts, own) : []
      const { is_active, is_superuser, quota_bytes } = body
      const ruled = isOwn ? { is_active, is_superuser, quota_bytes } : body
      if (user.isSuperuser) changed.push(...(await changeUser(em, person, ruled)))
      if (changed.length > 0) {
        const details = { changed: Object.fromEntries(changed.map((name) => [name, body[name]])) }
        await recordEvent(request, { action: 'user.update', target: { type: 'user', id: person.id }, details })
      }
      return await presentUser(em, person, settings)
    },
  )

  app.delete(
    '/api/v1/users/:id',
    {
      config: { scope: 'admin' },
      onRequest: onlySelfOrSuperuser,
      schema: {
        tags,
        summary: 'Delete somebody',
        description:
          'Their datasets and files go too, those in the trash as well, unless `datasets=transfer` gives them to `transfer_to`. Nothing of it can be taken back. The last active administrator stays. By your own id it asks for the same confirmation as `DELETE /users/me`.',
        params: personParams,
        querystring: personDeletionSchema,
        response: { 204: noContent, ...refusals, 404: problemSchema, 409: problemSchema, 422: problemSchema },
      },
    },
    async (request, reply) => {
      const { em, user, params, query } = request
      if (params.id === user.id) await stepUps.require(user, { em })
      const isOwnWish = !user.isSuperuser
      const removed = await removePerson(em, params.id, isOwnWish ? { datasets: 'delete' } : query)
      if (!removed) throw notFound('This person')
      const { email, username, datasetCount } = removed
      await recordEvent(request, {
        action: 'user.delete',
        ...(params.id === user.id ? { actor: { id: user.id, email, username } } : {}),
        target: { type: 'user', id: params.id },
        details: { email, username, dataset_count: datasetCount, ...(isOwnWish ? {} : query) },
      })
      reply.code(204)
      return null
    },
  )
}
