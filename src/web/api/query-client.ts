import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

/** One cache for the page. What the server refused is not asked again; what it could not answer is, twice. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
        retryDelay: (failures, error) =>
          error instanceof ApiProblem && error.retryAfterSeconds !== null
            ? Math.min(error.retryAfterSeconds, 10) * 1000
            : 400 * 2 ** failures,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
