import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { baseProperties, touchUpdatedAt } from '../database/base-model.ts'
import { ChartEntity } from './chart.ts'
import { DashboardEntity } from './dashboard.ts'

/** Where a chart stands on a dashboard; it goes with either. */
export const DashboardPlaceEntity = defineEntity({
  name: 'DashboardPlace',
  tableName: 'dashboard_places',
  properties: {
    ...baseProperties,
    dashboard: () => p.manyToOne(DashboardEntity).name('dashboard_id').deleteRule('cascade').index(false),
    chart: () =>
      p.manyToOne(ChartEntity).name('chart_id').deleteRule('cascade').index('dashboard_places_chart_id_index'),
    x: p.integer(),
    y: p.integer(),
    w: p.integer(),
    h: p.integer(),
  },
  uniques: [{ name: 'dashboard_places_dashboard_id_chart_id_unique', properties: ['dashboard', 'chart'] }],
  triggers: [touchUpdatedAt],
})

/** A row of `dashboard_places`. */
export type DashboardPlaceRow = InferEntity<typeof DashboardPlaceEntity>
