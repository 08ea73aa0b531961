import { z } from 'zod'
import type { Brush } from '../charts/scene/brush.ts'

const brushSchema = z.union([
  z.object({ column: z.string(), range: z.tuple([z.number(), z.number()]) }),
  z.object({ column: z.string(), values: z.array(z.unknown()).min(1).max(1000) }),
])
const brushesSchema = z.record(z.string(), brushSchema)

/** What is brushed in each chart, by its id; the one that was touched last stands last. */
export type Brushes = Record<string, Brush>

/** What the address of a dashboard carries. */
export type DashboardSearch = { brush?: Brushes }

/** Reads the search part of the address; what it does not know it leaves out. */
export const parseDashboardSearch = (search: Record<string, unknown>): DashboardSearch => {
  const brush = brushesSchema.safeParse(search.brush).data
  return brush && Object.keys(brush).length > 0 ? { brush } : {}
}
