import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Seal } from '../mail/seal.ts'
import { isReachedByHttps } from './session-cookies.ts'

/** How long somebody may stay at the provider, in milliseconds. */
export const providerMs = 10 * 60_000

const cookieName = 'datalens_oidc'
const path = '/api/v1/auth/oidc'

const attemptSchema = z.object({
  purpose: z.literal('oidc'),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  until: z.number(),
})

/** A sign-in that is on its way to the provider and back. */
export type ProviderAttempt = z.infer<typeof attemptSchema>

/**
 * Ties a sign-in to the browser it began in: what comes back is believed only with this cookie. It is sealed, and `Lax`
 * because the provider's page is what sends people back.
 */
export function rememberAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  { seal, publicUrl }: { seal: Seal; publicUrl: string | undefined },
  attempt: Omit<ProviderAttempt, 'purpose'>,
): void {
  reply.setCookie(cookieName, seal.seal({ ...attempt, purpose: 'oidc' }), {
    path,
    httpOnly: true,
    sameSite: 'lax',
    secure: isReachedByHttps(request, publicUrl),
    maxAge: providerMs / 1000,
  })
}

/** The sign-in that this browser began, if it is not too long ago. It is forgotten: it comes back once. */
export function takeAttempt(
  request: FastifyRequest,
  reply: FastifyReply,
  { seal, now }: { seal: Seal; now: number },
): ProviderAttempt | undefined {
  const cookie = request.cookies[cookieName]
  reply.clearCookie(cookieName, { path })
  if (!cookie) return undefined
  try {
    const attempt = attemptSchema.parse(seal.unseal(cookie))
    return attempt.until > now ? attempt : undefined
  } catch {
    return undefined
  }
}

/** The place on our own pages that was asked for, or the first page for anything else. */
export function ownPlace(place: string | undefined, origin: string): string {
  if (!place?.startsWith('/') || !URL.canParse(place, origin)) return '/'
  const url = new URL(place, origin)
  // A browser takes what begins with // for another server.
  const isOwn = url.origin === origin && !url.pathname.startsWith('//')
  return isOwn ? `${url.pathname}${url.search}${url.hash}` : '/'
}
