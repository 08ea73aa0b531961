import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** What a provider says of somebody. */
export interface ProviderAccount {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  preferred_username?: string
  amr?: string[]
}

/** A real OpenID Connect provider, at which whoever comes is signed in as `account`. */
export interface IdentityProvider {
  issuer: string
  account: ProviderAccount
  /** Says no to whoever comes. */
  denies: boolean
  close(): Promise<void>
}

/** The client that every such provider knows. */
export const testClient = { id: 'datalens', secret: 'a-secret-of-the-client-that-is-long-enough' }

/** Listens on a free port of this machine. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const running: IdentityProvider = {
    issuer,
    account: { sub: 'nobody' },
    denies: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: testClient.id,
        client_secret: testClient.secret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['a key of the cookies in this test'] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...running.account, sub }) }),
  })
  const answer = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    const { prompt, params, session } = await provider.interactionDetails(request, response)
    if (running.denies) {
      return await provider.interactionFinished(request, response, { error: 'access_denied' })
    }
    if (prompt.name === 'login') {
      const { sub, amr } = running.account
      return await provider.interactionFinished(request, response, { login: { accountId: sub, ...(amr && { amr }) } })
    }
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params.client_id) })
    grant.addOIDCScope(String(params.scope))
    await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  return running
}

/** Goes to the provider and through its pages as a browser would; answers with where it sends us in the end. */
export async function passProvider(url: string, { issuer }: { issuer: string }): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = new URL(url)
  while (at.origin === issuer) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (!location) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    at = new URL(location, at)
  }
  return at
}
