import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Dashboard, dashboardSchema, type newDashboardSchema } from '../../shared/dashboards.ts'
import { sentenceOf } from '../api/problem.ts'
import { change, tell } from '../api/request.ts'
import { deleteLater } from '../ui/delete-later.ts'
import { notify } from '../ui/notice.tsx'
import { dashboardKey, refreshDashboardList } from './dashboard-queries.ts'

/** Makes a dashboard, empty unless said. */
export const createDashboard = async (
  client: QueryClient,
  body: z.input<typeof newDashboardSchema>,
): Promise<Dashboard> => {
  const made = await change('POST', '/dashboards', dashboardSchema, { body })
  client.setQueryData(dashboardKey(made.id), made)
  void refreshDashboardList(client)
  return made
}

/** Deletes a dashboard once it can no longer be taken back; the charts on it stay with their datasets. */
export const deleteDashboard = (client: QueryClient, { id, title }: Pick<Dashboard, 'id' | 'title'>): void =>
  deleteLater(id, `${title} was deleted; its charts are kept.`, async () => {
    try {
      await tell('DELETE', `/dashboards/${encodeURIComponent(id)}`)
      client.removeQueries({ queryKey: dashboardKey(id) })
      await refreshDashboardList(client)
    } catch (error) {
      notify({ text: `${title} could not be deleted. ${sentenceOf(error)}` })
    }
  })
