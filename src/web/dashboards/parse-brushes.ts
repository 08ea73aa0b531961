import { z } from 'zod'
import type { Brush } from '../charts/scene/brush.ts'

const sideSchema = z.union([
  z.object({ column: z.string(), range: z.tuple([z.number(), z.number()]) }),
  z.object({ column: z.string(), values: z.array(z.unknown()).min(1).max(1000) }),
])
const brushesSchema = z.record(z.string(), z.array(sideSchema).min(1).max(2))

/** What is brushed in each chart, by its id; the one that was touched last stands last. */
export type Brushes = Record<string, Brush>

/** The brushes that an address carries, none when it is not understood: an address may be written by hand, or cut. */
export const parseBrushes = (brush: unknown): Brushes => brushesSchema.safeParse(brush).data ?? {}
