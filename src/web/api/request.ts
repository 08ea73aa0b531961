import type { z } from 'zod'
import { timeoutStatus } from '../../shared/timeout-status.ts'
import { ApiProblem, hasCode, Unreachable } from './problem.ts'
import { problemFrom } from './read-answer.ts'
import { refreshSession } from './refresh-session.ts'

export type QueryValue = string | number | boolean | undefined | null | object

export type RequestOptions = {
  /** `undefined` and null are left out; arrays and objects go as JSON. */
  query?: Record<string, QueryValue>
  body?: unknown
  signal?: AbortSignal
  headers?: Record<string, string>
}

/** The address of an endpoint, e.g. `apiUrl('/datasets', { q: 'x' })` for links and downloads. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  const text = search.toString()
  return `/api/v1${path}${text && `?${text}`}`
}

/** The answer of `GET path`, checked. */
export async function get<T extends z.ZodType>(
  path: string,
  schema: T,
  options: RequestOptions = {},
): Promise<z.infer<T>> {
  return readAnswer(await send('GET', path, options), schema)
}

/** Sends a change and reads the answer. */
export async function change<T extends z.ZodType>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  schema: T,
  options: RequestOptions = {},
): Promise<z.infer<T>> {
  return readAnswer(await send(method, path, options), schema)
}

/** Sends a change whose answer has no body that matters. */
export async function tell(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: RequestOptions = {},
): Promise<void> {
  await send(method, path, options)
}

/**
 * Sends any request with the session cookie; renews the session once when the access token has run out, and asks the
 * person once to confirm who they are when the server wants to know.
 */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  try {
    return await sendRenewing(method, path, options)
  } catch (error) {
    if (hasCode(error, 'second_factor_setup_required')) setupListener?.()
    if (!hasCode(error, 'step_up_required') || !(await stepUpAsker?.())) throw error
    return await sendRenewing(method, path, options)
  }
}

async function sendRenewing(method: string, path: string, options: RequestOptions): Promise<Response> {
  const sentAt = Date.now()
  const answer = await sendOnce(method, path, options)
  if (answer.ok) return answer
  const problem = problemFrom(answer.status, await answer.text(), answer.headers.get('retry-after'))
  if (problem.code === 'inactive' && !path.startsWith('/auth/login')) endSession()
  if (problem.code !== 'token_expired' && problem.code !== 'not_authenticated') throw problem
  if (!(await refreshSession(sentAt).catch(unreachable))) {
    endSession()
    throw problem
  }
  const second = await sendOnce(method, path, options)
  if (second.ok) return second
  throw problemFrom(second.status, await second.text(), second.headers.get('retry-after'))
}

let stepUpAsker: (() => Promise<boolean>) | undefined

/** Asks the person to confirm who they are; answers whether they did. */
export function onStepUp(asker: () => Promise<boolean>): void {
  stepUpAsker = asker
}

let setupListener: (() => void) | undefined

/** Is told when nothing can be done before a second factor is set up. */
export function onSetupRequired(listener: () => void): void {
  setupListener = listener
}

let sessionEndListener: (() => void) | undefined

/** Is told when a request found no session and none could be renewed, or the account was deactivated. */
export function onSessionEnd(listener: () => void): void {
  sessionEndListener = listener
}

/** Tells that nothing more can be asked in this session. */
export function endSession(): void {
  sessionEndListener?.()
}

async function sendOnce(method: string, path: string, { query, body, signal, headers }: RequestOptions) {
  try {
    return await fetch(apiUrl(path, query), {
      method,
      // What was deleted stays deleted when the page is left meanwhile.
      keepalive: method === 'DELETE',
      headers: {
        [timeoutStatus.header]: timeoutStatus.value,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unreachable(error)
  }
}

async function readAnswer<T extends z.ZodType>(answer: Response, schema: T): Promise<z.infer<T>> {
  const parsed = schema.safeParse(await answer.json())
  if (parsed.success) return parsed.data
  throw new ApiProblem({
    type: 'about:blank',
    title: 'Unexpected answer',
    status: answer.status,
    detail: 'The server answered in a form this page does not know. It may have been updated: reload the page.',
    code: 'internal',
    errors: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
  })
}

function unreachable(error: unknown): never {
  throw new Unreachable(error)
}
