import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/problem-error.ts'

/** Whether a browser says that one of our own pages sends this request; undefined when it says nothing. */
export function isFromOwnPage(request: FastifyRequest, publicUrl: string | undefined): boolean | undefined {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined && site !== 'same-origin') return false
  if (origin === undefined) return undefined
  return origin === publicUrl || isAddressed(origin, request.host)
}

/** Browsers send cookies along whoever wrote the page, so what changes something by cookie must come from our own. */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (isFromOwnPage(request, publicUrl)) return
  throw new Problem(
    'foreign_origin',
    'This request came with a cookie but not from a page of DataLens. Send the header Origin, or use a bearer token.',
  )
}

/** The scheme is left out: a proxy that ends TLS does not always say so. */
function isAddressed(origin: string, host: string): boolean {
  if (!URL.canParse(origin) || !URL.canParse(`${new URL(origin).protocol}//${host}`)) return false
  const { protocol, host: originHost } = new URL(origin)
  return /^https?:$/.test(protocol) && originHost === new URL(`${protocol}//${host}`).host
}
