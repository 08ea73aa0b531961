import { QueryClient } from '@tanstack/react-query'
import { ApiProblem, hasCode } from './problem.ts'

/** One cache for the page. What the server refused or gave up is not asked again; what it could not answer is, twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && !isFinal(error),
        retryDelay: (failures, error) =>
          error instanceof ApiProblem && error.retryAfterSeconds !== null
            ? Math.min(error.retryAfterSeconds, 10) * 1000
            : 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always' },
    },
  })
}

const isFinal = (error: unknown): boolean =>
  (error instanceof ApiProblem && error.status < 500) || hasCode(error, 'query_timeout')
