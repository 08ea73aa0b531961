import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Where the built web lies, in a clone and in the package alike. */
export const webDirectory = [
  fileURLToPath(new URL('../../../dist/web', import.meta.url)),
  fileURLToPath(new URL('../../../web', import.meta.url)),
].find((directory) => existsSync(join(directory, 'index.html')))

/** The one page of the web: every address that a person may open answers with it; the page itself knows the routes. */
export const serveWeb = async (app: FastifyInstance, directory: string): Promise<void> => {
  const page = readFileSync(join(directory, 'index.html'), 'utf8')
  const sendPage = (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(page.replaceAll('__nonce__', reply.cspNonce.style))

  await app.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    wildcard: true,
  })
  for (const name of ['favicon.svg', 'theme.js']) {
    if (existsSync(join(directory, name))) {
      app.get(`/${name}`, { schema: { hide: true } }, (_request, reply) => reply.sendFile(name, directory))
    }
  }
  app.get('/', { schema: { hide: true } }, sendPage)
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    if (/^\/(api|assets|health)(\/|$)/.test(request.url) || /\.[a-z0-9]{2,5}$/i.test(request.url.split('?')[0] ?? '')) {
      return reply.callNotFound()
    }
    return sendPage(request, reply)
  })
}
