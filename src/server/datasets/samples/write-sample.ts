import type { samples } from '../../../shared/samples.ts'
import { bakeryOrders } from './bakery-orders.ts'
import { bicycleCounts } from './bicycle-counts.ts'
import { harbourVisits } from './harbour-visits.ts'

const writers: Record<(typeof samples)[number]['name'], () => string> = {
  'harbour-visits': harbourVisits,
  'bicycle-counts': bicycleCounts,
  'bakery-orders': bakeryOrders,
}

/** The file of a sample, the same every time. */
export const writeSample = (name: keyof typeof writers): string => writers[name]()
