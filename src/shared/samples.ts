import { z } from 'zod'

/** A small dataset, made up, that anybody can have with one request. */
export const sampleSchema = z
  .object({ name: z.string(), title: z.string(), description: z.string(), filename: z.string() })
  .meta({ id: 'Sample' })

/** A small dataset, made up, that anybody can have with one request. */
export type Sample = z.infer<typeof sampleSchema>

/** The samples there are, in the order in which they are offered. */
export const samples = [
  {
    name: 'harbour-visits',
    title: 'Harbour visits 2024',
    filename: 'harbour-visits.csv',
    description:
      'Ships at six harbours: dates that can be read in two ways, names in several spellings, numbers that mean none.',
  },
  {
    name: 'bicycle-counts',
    title: 'Bicycle counts 2021 to 2024',
    filename: 'bicycle-counts.csv',
    description:
      'Bicycles at four places, day by day, with the weather: trends, seasons, festivals, a counter that failed.',
  },
  {
    name: 'bakery-orders',
    title: 'Bakery orders, spring 2024',
    filename: 'bakery-orders.json',
    description:
      'JSON of two tables: orders with places and nested lists of items, and the products, to be joined by SQL.',
  },
] as const satisfies Sample[]
