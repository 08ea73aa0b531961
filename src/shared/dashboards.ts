import { z } from 'zod'
import { chartTitleSchema, storedChartSchema } from './charts.ts'
import { holdsUnstorable } from './holds-unstorable.ts'
import { filterSchema } from './rows.ts'
import { personSchema } from './sharing.ts'

/** The columns of the grid that a dashboard is laid out on. */
export const dashboardColumns = 12

/** How many charts a dashboard has at most. */
export const mostDashboardCharts = 50

/** How many dashboards a person has at most. */
export const mostDashboards = 200

/** A chart's place: `x` and `w` in columns of the grid (0 to 12), `y` and `h` in its rows. */
export const dashboardPlaceSchema = z.object({
  chart_id: z.uuid('This is not the id of a chart.').toLowerCase(),
  x: z
    .int()
    .min(0)
    .max(dashboardColumns - 1),
  y: z.int().min(0).max(10_000),
  w: z.int().min(1).max(dashboardColumns),
  h: z.int().min(1).max(100),
})

/** A chart's place. */
export type DashboardPlace = z.infer<typeof dashboardPlaceSchema>

const layoutSchema = z
  .array(dashboardPlaceSchema)
  .max(mostDashboardCharts, `A dashboard has at most ${mostDashboardCharts} charts.`)
  .refine((places) => places.every(({ x, w }) => x + w <= dashboardColumns), 'A chart reaches beyond the last column.')
  .refine(
    (places) => new Set(places.map(({ chart_id }) => chart_id)).size === places.length,
    'A chart stands here twice.',
  )

const storedFilterSchema = filterSchema
  .refine((filter) => !holdsUnstorable(filter), 'A text in this filter has a character that cannot be stored.')
  .nullable()

/**
 * A page of charts that brush each other. `charts` are those of `layout` that the reader may see; a place whose chart
 * is not among them is shown as "not visible". `filter` holds for every chart whose dataset has its columns; who may not
 * see all charts does not learn it (null). Whoever may see one of its charts may see a dashboard, its owner and whoever may edit the
 * datasets of all its charts may change it, its owner may delete it.
 */
export const dashboardSchema = z
  .object({
    id: z.uuid(),
    title: z.string(),
    layout: layoutSchema,
    filter: filterSchema.nullable(),
    charts: z.array(storedChartSchema),
    owner: personSchema,
    may_change: z.boolean(),
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
  })
  .meta({ id: 'Dashboard' })

/** A page of charts that brush each other. */
export type Dashboard = z.infer<typeof dashboardSchema>

/** A dashboard in a list: how many charts it has instead of the charts. */
export const listedDashboardSchema = dashboardSchema
  .omit({ layout: true, filter: true, charts: true })
  .extend({ chart_count: z.int(), datasets: z.array(z.object({ id: z.uuid(), title: z.string() })) })
  .meta({ id: 'ListedDashboard' })

/** A dashboard in a list. */
export type ListedDashboard = z.infer<typeof listedDashboardSchema>

/** What `POST /dashboards` takes. */
export const newDashboardSchema = z
  .object({ title: chartTitleSchema, layout: layoutSchema.default([]), filter: storedFilterSchema.default(null) })
  .meta({ id: 'NewDashboard' })

/** What `PATCH /dashboards/{id}` takes; `updated_at` as for a chart. */
export const dashboardChangeSchema = z
  .object({
    title: chartTitleSchema.optional(),
    layout: layoutSchema.optional(),
    filter: storedFilterSchema.optional(),
    updated_at: z.iso.datetime({ offset: true }).optional(),
  })
  .meta({ id: 'DashboardChange' })

/** The dashboards that show charts of a dataset: how many, and the titles of those that the reader may see. */
export const dashboardsOfDatasetSchema = z
  .object({ count: z.int(), titles: z.array(z.string()) })
  .meta({ id: 'DashboardsOfDataset' })
