import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Dashboard, dashboardSchema, type newDashboardSchema } from '../../shared/dashboards.ts'
import { sentenceOf } from '../api/problem.ts'
import { change, get, tell } from '../api/request.ts'
import { notify } from '../ui/notice.tsx'
import { dashboardListKey } from './dashboard-queries.ts'

/** Makes a dashboard, empty unless said. */
export const createDashboard = async (
  client: QueryClient,
  body: z.input<typeof newDashboardSchema>,
): Promise<Dashboard> => {
  const made = await change('POST', '/dashboards', dashboardSchema, { body })
  void client.invalidateQueries({ queryKey: dashboardListKey })
  return made
}

/** Deletes a dashboard; the charts on it stay with their datasets, so that undo can make it again. */
export const deleteDashboard = async (client: QueryClient, { id, title }: Pick<Dashboard, 'id' | 'title'>) => {
  try {
    const path = `/dashboards/${encodeURIComponent(id)}`
    const { layout, filter } = await get(path, dashboardSchema)
    await tell('DELETE', path)
    await client.invalidateQueries({ queryKey: dashboardListKey })
    const undo = () =>
      createDashboard(client, { title, layout, filter }).catch((error) =>
        notify({ text: `${title} could not be brought back. ${sentenceOf(error)}` }),
      )
    notify({ text: `${title} was deleted; its charts are kept.`, action: { label: 'Undo', run: () => void undo() } })
    return true
  } catch (error) {
    notify({ text: `${title} could not be deleted. ${sentenceOf(error)}` })
    return false
  }
}
