import type { ClientAuth, Configuration } from 'openid-client'
import { z } from 'zod'
import type { OidcSettings } from '../settings.ts'

/** Why a provider brought nobody in; the sign-in page has a sentence for each. */
export type ProviderReason = 'unreachable' | 'denied' | 'refused'

/** The provider did not say who somebody is. */
export class ProviderFailure extends Error {
  override name = 'ProviderFailure'
  readonly reason: ProviderReason
  constructor(reason: ProviderReason, cause: unknown) {
    super(`The sign-in provider: ${reason}`, { cause })
    this.reason = reason
  }
}

const claimsSchema = z.object({
  iss: z.string().max(500),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  amr: z.array(z.string()).optional(),
})

/** Who somebody is, as the provider says. */
export type ProviderClaims = z.infer<typeof claimsSchema>

/** What must come back as it was sent. */
export interface ProviderSecrets {
  state: string
  nonce: string
  codeVerifier: string
}

/** Talks to the provider of the settings. */
export interface OidcClient {
  /** Where to send somebody, and what to remember of it. */
  begin(redirectUri: string): Promise<{ url: string; secrets: ProviderSecrets }>
  /** Who came back with this address. */
  finish(callbackUrl: URL, secrets: ProviderSecrets): Promise<ProviderClaims>
}

/** Loaded when it is first needed: most installations have no provider. */
const loadLibrary = () => import('openid-client')
type Library = Awaited<ReturnType<typeof loadLibrary>>

/** Seconds that the provider may take for an answer. */
const patienceSeconds = 5

/** The provider is asked for its description when it is first needed, and again when that failed. */
export function createOidcClient({ issuer, clientId, clientSecret }: OidcSettings): OidcClient {
  let found: Promise<Configuration> | undefined

  const configuration = (oidc: Library) => {
    found ??= oidc
      .discovery(new URL(issuer), clientId, undefined, authenticationBy(oidc, clientSecret), {
        timeout: patienceSeconds,
        execute: issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        found = undefined
        throw failureFrom(oidc, error)
      })
    return found
  }

  return {
    async begin(redirectUri) {
      const oidc = await loadLibrary()
      const provider = await configuration(oidc)
      const secrets = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: secrets.state,
        nonce: secrets.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(secrets.codeVerifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, secrets }
    },

    async finish(callbackUrl, { state, nonce, codeVerifier }) {
      const oidc = await loadLibrary()
      const provider = await configuration(oidc)
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, callbackUrl, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) throw new Error('There is no ID token.')
        if (claims.email !== undefined || !provider.serverMetadata().userinfo_endpoint)
          return claimsSchema.parse(claims)
        const more = await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)
        return claimsSchema.parse({ ...more, ...claims })
      } catch (error) {
        throw failureFrom(oidc, error)
      }
    },
  }
}

/** As the provider wants it; by the header where it does not say. */
function authenticationBy(oidc: Library, clientSecret: string | undefined): ClientAuth {
  if (clientSecret === undefined) return oidc.None()
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const choose = methods.includes('client_secret_basic') ? oidc.ClientSecretBasic : oidc.ClientSecretPost
    return choose(clientSecret)(server, ...rest)
  }
}

function failureFrom(oidc: Library, error: unknown): ProviderFailure {
  if (error instanceof oidc.AuthorizationResponseError) return new ProviderFailure('denied', error)
  const { code, status } = error as { code?: string; status?: number }
  const isDown = error instanceof TypeError || code === 'OAUTH_TIMEOUT' || isFetchFailure(error) || (status ?? 0) >= 500
  return new ProviderFailure(isDown ? 'unreachable' : 'refused', error)
}

const isFetchFailure = (error: unknown): boolean =>
  error instanceof Error && (/fetch failed/.test(error.message) || isFetchFailure(error.cause))
