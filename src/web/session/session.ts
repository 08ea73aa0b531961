import { type QueryClient, queryOptions } from '@tanstack/react-query'
import {
  type AuthOptions,
  authOptionsSchema,
  type Registration,
  tokenAnswerSchema,
  type User,
  userSchema,
} from '../../shared/account.ts'
import { change, get, tell } from '../api/request.ts'
import { createStore } from '../ui/create-store.ts'

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

/** Signs in, second step. */
export async function signInWithCode(mfaToken: string, code: string): Promise<User> {
  const body = { mfa_token: mfaToken, code }
  const answer = await change('POST', '/auth/login/second-factor', tokenAnswerSchema, { body })
  return answer.user
}

/** Whether this installation wants a second factor that this person has yet to set up. */
export function mustSetUpSecondFactor(user: User, { require_second_factor: of }: AuthOptions): boolean {
  return !user.second_factor && (of === 'all' || (of === 'superusers' && user.is_superuser))
}

export async function register(account: Registration): Promise<User> {
  return change('POST', '/auth/register', userSchema, { body: account })
}

/** Makes `user` the person of this page: nothing another person saw stays in the cache. */
export function beginSession(client: QueryClient, user: User): void {
  client.clear()
  client.setQueryData(meKey, user)
  tellTabs('signed-in')
}

/** Whether somebody is signing out in this browser: what needs a session stops first, so that nothing asks in vain. */
export const isSigningOut = createStore(false)

export async function signOut(client: QueryClient): Promise<void> {
  tellTabs('signing-out')
  try {
    await tell('POST', '/auth/logout')
  } catch (error) {
    tellTabs('still-signed-in')
    throw error
  }
  forgetSession(client)
}

/** Nothing of a session that has ended stays in this page, and the other tabs leave too. */
export function forgetSession(client: QueryClient): void {
  client.clear()
  channel.postMessage('signed-out')
}

type SessionChange = 'signed-in' | 'signing-out' | 'still-signed-in' | 'signed-out'

const channel = new BroadcastChannel('datalens.session')

function tellTabs(change: SessionChange): void {
  isSigningOut.set(change === 'signing-out')
  channel.postMessage(change)
}

/** Is told when another tab of this browser has signed in or out. */
export function onSessionChange(listener: (change: 'signed-in' | 'signed-out') => void): () => void {
  const listen = ({ data: change }: MessageEvent<SessionChange>) => {
    isSigningOut.set(change === 'signing-out')
    if (change === 'signed-in' || change === 'signed-out') listener(change)
  }
  channel.addEventListener('message', listen)
  return () => channel.removeEventListener('message', listen)
}
