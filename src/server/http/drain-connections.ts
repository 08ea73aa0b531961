import type { FastifyInstance } from 'fastify'

const sweepMs = 50

/**
 * When the app closes, requests under way may end within `graceMs`. A connection closes as soon as it has nothing to do,
 * which Node does only for those that are idle at the very beginning.
 */
export const drainConnections = (app: FastifyInstance, graceMs: number): void => {
  app.addHook('preClose', (done) => {
    const { server } = app
    const sweep = setInterval(() => server.closeIdleConnections(), sweepMs)
    const cut = setTimeout(() => {
      clearInterval(sweep)
      server.closeAllConnections()
    }, graceMs)
    for (const timer of [sweep, cut]) timer.unref()
    server.once('close', () => {
      clearInterval(sweep)
      clearTimeout(cut)
    })
    done()
  })
}
