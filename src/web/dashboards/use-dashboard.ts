import { useMutation, useMutationState, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Dashboard, dashboardSchema } from '../../shared/dashboards.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { notify } from '../ui/notice.tsx'
import { dashboardKey, dashboardQuery, refreshDashboardList } from './dashboard-queries.ts'

/**
 * What becomes of a dashboard. Changes wait for each other: each is made of what the one before it left, and is shown
 * meanwhile; so it says what to do, not what should be there. Done twice it is as done once.
 */
export type Alteration = (now: Dashboard) => Partial<Dashboard>

/** A dashboard as its changes will leave it. When somebody else was quicker, theirs is fetched. */
export const useDashboard = (id: string) => {
  const client = useQueryClient()
  const key = dashboardKey(id)
  const mutationKey = ['alter dashboard', id]
  const query = useQuery(dashboardQuery(id))
  const waiting = useMutationState({
    filters: { mutationKey, status: 'pending' },
    select: ({ state }) => state.variables as Alteration,
  })
  const dashboard = useMemo(() => query.data && waiting.reduce(altered, query.data), [query.data, waiting])
  const { mutate: alter, mutateAsync: alterNow } = useMutation({
    mutationKey,
    scope: { id: `dashboard ${id}` },
    mutationFn: (alteration: Alteration) => {
      const now = client.getQueryData<Dashboard>(key)
      const { title, layout, filter } = now ? alteration(now) : {}
      const body = { title, layout, filter, updated_at: now?.updated_at }
      return change('PATCH', `/dashboards/${encodeURIComponent(id)}`, dashboardSchema, { body })
    },
    onSuccess: async (changed) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData(key, changed)
      void refreshDashboardList(client)
    },
    onError: (error) => {
      notify({
        text: hasCode(error, 'conflict')
          ? 'Somebody else changed this dashboard meanwhile. You see it as it is now; your change was not kept.'
          : `The change was not kept. ${sentenceOf(error)}`,
      })
      return client.invalidateQueries({ queryKey: key })
    },
  })
  return { query, dashboard, alter, alterNow }
}

const altered = (now: Dashboard, alteration: Alteration): Dashboard => ({ ...now, ...alteration(now) })
