import { queryOptions } from '@tanstack/react-query'
import { sessionSchema } from '../../shared/account.ts'
import { pageOf } from '../../shared/page.ts'
import { secondFactorStateSchema } from '../../shared/second-factor.ts'
import { personalTokensSchema } from '../../shared/tokens.ts'
import { get } from '../api/request.ts'

/** Where the person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => get('/auth/sessions', pageOf(sessionSchema), { signal, query: { limit: 1000 } }),
  staleTime: 0,
})

/** The access tokens of the person. */
export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => get('/auth/tokens', personalTokensSchema, { signal, query: { limit: 1000 } }),
  staleTime: 0,
})

/** How the second factor of the person stands. */
export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: ({ signal }) => get('/auth/totp', secondFactorStateSchema, { signal }),
  staleTime: 0,
})
