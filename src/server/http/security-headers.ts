import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * A page may load only what this server serves. Scripts are files; styles are files, or carry the nonce of the answer.
 */
export const securityHeaders = async (app: FastifyInstance): Promise<void> => {
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'worker-src': ["'self'", 'blob:'],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  })
  // Elsewhere browsers ignore it and say so on every page.
  app.addHook('onRequest', async (request, reply) => {
    const isTrustworthy =
      request.protocol === 'https' || /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(request.hostname)
    if (isTrustworthy) reply.header('cross-origin-opener-policy', 'same-origin')
  })
}
