import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Dashboard, type dashboardChangeSchema, dashboardSchema } from '../../shared/dashboards.ts'
import { hasCode, sentenceOf } from '../api/problem.ts'
import { change } from '../api/request.ts'
import { notify } from '../ui/notice.tsx'
import { dashboardKey, dashboardListKey, dashboardQuery } from './dashboard-queries.ts'

type Change = Omit<z.input<typeof dashboardChangeSchema>, 'updated_at'>

/** A dashboard and what changes it. A change shows at once; when somebody else was quicker, theirs is fetched. */
export const useDashboard = (id: string) => {
  const client = useQueryClient()
  const key = dashboardKey(id)
  const query = useQuery(dashboardQuery(id))
  const alter = useMutation({
    scope: { id: `dashboard ${id}` },
    mutationFn: (body: Change) => {
      const updated_at = client.getQueryData<Dashboard>(key)?.updated_at
      return change('PATCH', `/dashboards/${encodeURIComponent(id)}`, dashboardSchema, {
        body: { ...body, updated_at },
      })
    },
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: key })
      client.setQueryData<Dashboard>(key, (now) => now && ({ ...now, ...body } as Dashboard))
    },
    onSuccess: (dashboard) => {
      client.setQueryData(key, dashboard)
      void client.invalidateQueries({ queryKey: dashboardListKey })
    },
    onError: (error) => {
      void client.invalidateQueries({ queryKey: key })
      notify({
        text: hasCode(error, 'conflict')
          ? 'Somebody else changed this dashboard meanwhile. You see it as it is now; your change was not kept.'
          : `The change was not kept. ${sentenceOf(error)}`,
      })
    },
  })
  return { query, alter: alter.mutate, alterNow: alter.mutateAsync }
}
