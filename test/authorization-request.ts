import type { FastifyInstance, InjectOptions } from 'fastify'
import type { ApiRoute } from '../src/server/accounts/authentication.ts'
import type { Scene } from './authorization-scene.ts'

/** What a request says beside who sends it; what is left out is empty. */
export interface Wish {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: Record<string, unknown>
  headers?: Record<string, string>
  /** Sent instead of a body in JSON. */
  bytes?: Buffer
}

/** `GET /datasets/:id` */
export const nameOf = ({ method, url }: Pick<ApiRoute, 'method' | 'url'>): string =>
  `${method} ${url.replace('/api/v1', '')}`

/** Sends a request to a route. Where its address names a dataset and `params` does not say which, it is the scene's. */
export const sendTo = async (app: FastifyInstance, route: ApiRoute, scene: Scene, wish: Wish) => {
  const { params = {}, query = {}, headers = {}, body, bytes } = wish
  const url = route.url.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name] ?? (name === 'id' ? idFor(route.url, scene) : undefined)
    if (value === undefined) throw new Error(`The line of ${nameOf(route)} must say what :${name} is`)
    return value
  })
  const payload = bytes ?? body
  const options: InjectOptions = {
    method: route.method as 'GET',
    url,
    query,
    headers: { ...scene.headers, ...headers },
    ...(payload === undefined ? {} : { payload }),
    payloadAsStream: true,
  }
  const answer = await app.inject(options)
  const stream = answer.stream()
  const isEndless = String(answer.headers['content-type']).startsWith('text/event-stream')
  const chunks: Buffer[] = []
  if (isEndless) stream.destroy()
  else for await (const chunk of stream) chunks.push(chunk as Buffer)
  return { status: answer.statusCode, headers: answer.headers, text: Buffer.concat(chunks).toString() }
}

const idFor = (url: string, { dataset, trashed, upload, chart, dashboard }: Scene): string | undefined => {
  if (/\/datasets\/:id/.test(url)) return dataset.id
  if (/\/charts\/:id/.test(url)) return chart.id
  if (/\/dashboards\/:id/.test(url)) return dashboard.id
  if (/\/uploads\/:id/.test(url)) return upload.id
  return /\/trash\/:id/.test(url) ? trashed.id : undefined
}
