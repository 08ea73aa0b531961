import type { FastifyInstance } from 'fastify'
import { Problem } from './problem-error.ts'

const deepest = 100

/**
 * Many clients always announce JSON, also where there is no body. What is nested too deep would exhaust whoever reads it, and
 * plain text is for no endpoint.
 */
export const takeJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString()
    if (text === '') return done(null)
    if (depthOf(text) > deepest) {
      return done(new Problem('invalid', `The body is nested more than ${deepest} deep, which nothing here needs.`))
    }
    return parse(request, text, done)
  })
}

/** How deep the lists and objects of a JSON text are nested; texts are passed over. */
export const depthOf = (json: string): number => {
  let depth = 0
  let most = 0
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '[' || token === '{') most = Math.max(most, ++depth)
    else if (token === ']' || token === '}') depth -= 1
  }
  return most
}
