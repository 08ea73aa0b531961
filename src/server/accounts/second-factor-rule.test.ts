import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { setUpSecondFactor } from '../../../test/authenticator.ts'
import { buildUser, signIn } from '../../../test/factories.ts'

describe.each([
  ['all', [false, true]],
  ['superusers', [true]],
] as const)('REQUIRE_SECOND_FACTOR=%s', (requireSecondFactor, required) => {
  let strict: Awaited<ReturnType<typeof buildTestApp>>

  beforeAll(async () => {
    strict = await buildTestApp({ REQUIRE_SECOND_FACTOR: requireSecondFactor })
    await buildUser(strict.orm, { isSuperuser: true })
  })

  afterAll(() => strict.close())

  test.each([false, true])(
    'superuser %j: sets it up right after the password, and reaches nothing before',
    async (isSuperuser) => {
      const { app } = strict
      const user = await buildUser(strict.orm, { isSuperuser })
      const { headers } = await signIn(app, user)
      const isAsked = (required as readonly boolean[]).includes(isSuperuser)
      const reaches = async () => {
        const found = []
        for (const { method, url, access } of app.apiRoutes) {
          if (access === 'public' || method === 'HEAD' || (access === 'superuser' && !isSuperuser)) continue
          const path = url.replace(/:\w+|\*/g, '00000000-0000-4000-8000-000000000000')
          const { body } = await app.inject({ method: method as 'GET', url: path, headers })
          if (!body.includes('second_factor_setup_required')) found.push(`${method} ${url}`)
        }
        return found.sort()
      }
      if (!isAsked) {
        expect((await app.inject({ url: '/api/v1/datasets', headers })).statusCode).toBe(200)
        return
      }
      expect(await reaches()).toEqual([
        'GET /api/v1/auth/me',
        'GET /api/v1/users/me',
        'POST /api/v1/auth/step-up',
        'POST /api/v1/auth/totp',
        'POST /api/v1/auth/totp/confirm',
      ])
      await setUpSecondFactor(app, { headers })
      await expect.poll(async () => (await app.inject({ url: '/api/v1/datasets', headers })).statusCode).toBe(200)
    },
  )

  test('is told to the sign-in page', async () => {
    const options = (await strict.app.inject({ url: '/api/v1/auth/options' })).json()
    expect(options).toMatchObject({ require_second_factor: requireSecondFactor })
  })
})
