import { randomBytes } from 'node:crypto'
import { hashSync } from '@node-rs/bcrypt'
import type { FastifyInstance } from 'fastify'
import { UserEntity, type UserRow } from '../src/server/accounts/user.ts'
import type { Orm } from '../src/server/database/orm.ts'

/** The password of every user that `buildUser` makes. */
export const testPassword = 'correct horse battery'

const hashedTestPassword = hashSync(testPassword, { cost: 4 })

type UserColumns = Pick<UserRow, 'email' | 'username' | 'fullName' | 'isActive' | 'isSuperuser' | 'hashedPassword'>

/** A user of their own in the database, who signs in with `testPassword`. */
export async function buildUser(orm: Orm, overrides: Partial<UserColumns> = {}): Promise<UserRow> {
  const username = overrides.username ?? `user-${randomBytes(6).toString('hex')}`
  const columns = { username, email: `${username}@example.org`, hashedPassword: hashedTestPassword, ...overrides }
  const em = orm.em.fork()
  const id = await em.insert(UserEntity, columns)
  return await em.findOneOrFail(UserEntity, id)
}

/** Confirms that it is them, for the next five minutes of this session. */
export async function stepUp(app: FastifyInstance, { headers }: Pick<SignedIn, 'headers'>): Promise<void> {
  const payload = { password: testPassword }
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/step-up', headers, payload })
  if (answer.statusCode !== 204) throw new Error(`confirming who it is answered ${answer.body}`)
}

/** What a signed-in person sends: `headers` as a script does, `cookieHeaders` as the pages of a browser do. */
export interface SignedIn {
  accessToken: string
  headers: { authorization: string }
  cookies: Record<string, string>
  cookieHeaders: { cookie: string; origin: string; 'sec-fetch-site': string }
}

/** Signs a user of `buildUser` in through the API. */
export async function signIn(
  app: FastifyInstance,
  user: { username: string },
  { password = testPassword, remember = false } = {},
): Promise<SignedIn> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { login: user.username, password, remember },
  })
  if (answer.statusCode !== 200) throw new Error(`signing in ${user.username} answered ${answer.body}`)
  const accessToken: string = answer.json().access_token
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  return {
    accessToken,
    headers: { authorization: `Bearer ${accessToken}` },
    cookies,
    cookieHeaders: {
      cookie: Object.entries(cookies)
        .map((pair) => pair.join('='))
        .join('; '),
      origin: 'http://localhost:80',
      'sec-fetch-site': 'same-origin',
    },
  }
}
