import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { authOptionsSchema, type Registration, tokenAnswerSchema, type User, userSchema } from '../../shared/account.ts'
import { change, get, tell } from '../api/request.ts'

export const meKey = ['me'] as const

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: meKey,
  queryFn: ({ signal }) => get('/auth/me', userSchema, { signal }),
  staleTime: 5 * 60_000,
  retry: false,
})

/** What the sign-in page may offer. */
export const authOptionsQuery = queryOptions({
  queryKey: ['auth-options'],
  queryFn: ({ signal }) => get('/auth/options', authOptionsSchema, { signal }),
})

/** Signs in; the cookies hold the session, so nothing of the token is kept. */
export async function signIn(login: string, password: string, remember: boolean): Promise<User> {
  const answer = await change('POST', '/auth/login', tokenAnswerSchema, { body: { login, password, remember } })
  return answer.user
}

export async function register(account: Registration): Promise<User> {
  return change('POST', '/auth/register', userSchema, { body: account })
}

/** Makes `user` the person of this page: nothing another person saw stays in the cache. */
export function beginSession(client: QueryClient, user: User): void {
  client.clear()
  client.setQueryData(meKey, user)
  channel.postMessage('signed-in')
}

export async function signOut(client: QueryClient): Promise<void> {
  await tell('POST', '/auth/logout')
  client.clear()
  channel.postMessage('signed-out')
}

const channel = new BroadcastChannel('datalens.session')

/** Is told when another tab of this browser signs in or out. */
export function onSessionChange(listener: (change: 'signed-in' | 'signed-out') => void): () => void {
  const listen = (event: MessageEvent) => listener(event.data)
  channel.addEventListener('message', listen)
  return () => channel.removeEventListener('message', listen)
}
