import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import type { StoredChart } from '../../shared/charts.ts'
import { type Dashboard, dashboardSchema, type ListedDashboard } from '../../shared/dashboards.ts'
import { sentenceOf } from '../api/problem.ts'
import { change, get } from '../api/request.ts'
import { createDashboard } from '../dashboards/dashboard-list.ts'
import { dashboardKey, dashboardListQuery, refreshDashboardList } from '../dashboards/dashboard-queries.ts'
import { withPlace } from '../dashboards/with-chart.ts'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem, MenuTrigger } from '../ui/menu.tsx'
import { notify } from '../ui/notice.tsx'

/** Puts a stored chart on a dashboard that its reader may change, or on a new one. */
export function AddToDashboard({ chart }: { chart: StoredChart }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const { data } = useQuery(dashboardListQuery())
  const add = async (title: string, put: () => Promise<Dashboard>) => {
    try {
      const dashboard = await put()
      client.setQueryData(dashboardKey(dashboard.id), dashboard)
      void refreshDashboardList(client)
      notify({
        text: `${chart.title} stands on ${dashboard.title}.`,
        action: {
          label: 'Open',
          run: () => void navigate({ to: '/dashboards/$id', params: { id: dashboard.id } }),
        },
      })
    } catch (error) {
      notify({ text: `${chart.title} could not be put on ${title}. ${sentenceOf(error)}` })
    }
  }
  return (
    <MenuTrigger>
      <Button variant="quiet" size="small">
        <LayoutDashboard aria-hidden size={14} />
        Dashboard
      </Button>
      <Menu label="Add to a dashboard" placement="bottom end">
        {(data?.items ?? [])
          .filter((one) => one.may_change)
          .map((one) => (
            <MenuItem key={one.id} id={one.id} onAction={() => void add(one.title, () => putOn(one, chart))}>
              {one.title}
            </MenuItem>
          ))}
        <MenuItem
          id="new"
          icon={<Plus aria-hidden size={14} />}
          onAction={() =>
            void add('a new dashboard', () =>
              createDashboard(client, { title: chart.title, layout: withPlace([], chart) }),
            )
          }
        >
          New dashboard
        </MenuItem>
      </Menu>
    </MenuTrigger>
  )
}

const putOn = async ({ id }: ListedDashboard, chart: StoredChart): Promise<Dashboard> => {
  const path = `/dashboards/${encodeURIComponent(id)}`
  const dashboard = await get(path, dashboardSchema)
  const layout = withPlace(dashboard.layout, chart)
  if (layout === dashboard.layout) return dashboard
  return change('PATCH', path, dashboardSchema, { body: { layout, updated_at: dashboard.updated_at } })
}
