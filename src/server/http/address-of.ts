import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** The address a request came from. What a proxy that we trust passes on may be anything, so only an address counts. */
export function addressOf({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const address = isIP(ip) ? ip : (socket.remoteAddress ?? '')
  return address.replace(/%.*/, '')
}
