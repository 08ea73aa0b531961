import { seededChoice } from './seeded-choice.ts'

const products = [
  ['rye-1000', 'Rye bread, 1 kg', 'bread', 4.9],
  ['wheat-750', 'Wheat bread, 750 g', 'bread', 3.6],
  ['sourdough', 'Sourdough', 'bread', 5.4],
  ['baguette', 'Baguette', 'bread', 1.9],
  ['roll', 'Roll', 'rolls', 0.45],
  ['poppy-roll', 'Poppy seed roll', 'rolls', 0.6],
  ['pretzel', 'Pretzel', 'rolls', 0.9],
  ['croissant', 'Croissant', 'pastry', 1.4],
  ['cinnamon', 'Cinnamon bun', 'pastry', 2.1],
  ['plum-cake', 'Plum cake, slice', 'cake', 2.8],
  ['cheesecake', 'Cheesecake, whole', 'cake', 24],
  ['apple-pie', 'Apple pie, whole', 'cake', 19.5],
] as const

const places = [
  { city: 'Leiden', latitude: 52.1601, longitude: 4.497, share: 5 },
  { city: 'Delft', latitude: 52.0116, longitude: 4.3571, share: 3 },
  { city: 'Gouda', latitude: 52.0115, longitude: 4.7105, share: 2 },
  { city: 'Haarlem', latitude: 52.3874, longitude: 4.6462, share: 1 },
]
const drawer = places.flatMap((place) => Array.from({ length: place.share }, () => place))
const orders = 1200
const firstOrder = Date.UTC(2024, 2, 1, 5)
const minuteMs = 60_000

/**
 * A document of two tables: the orders of a bakery through a spring, each with the place it goes to and the list of what was
 * ordered, and the products, to be joined by their codes.
 */
export const bakeryOrders = (): string => {
  const { between, happens, pick, spread, next } = seededChoice(20_240_301)
  let at = firstOrder
  const list = Array.from({ length: orders }, (_, index) => {
    at += Math.round(between(8, 190)) * minuteMs
    const { city, latitude, longitude } = pick(drawer)
    const items = Array.from({ length: 1 + Math.floor(next() ** 2 * 4) }, () => {
      const [product, , , price] = pick(products)
      return { product, quantity: 1 + Math.floor(next() ** 3 * 12), price }
    })
    const total = items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    return {
      order: index + 1,
      placed_at: new Date(at).toISOString().replace('.000', ''),
      customer: 1000 + Math.floor(next() ** 2 * 260),
      city,
      latitude: rounded(latitude + spread() * 0.012, 4),
      longitude: rounded(longitude + spread() * 0.018, 4),
      items,
      total: rounded(total, 2),
      paid_by: pick(['card', 'card', 'cash', 'invoice']),
      delivered: happens(0.7),
      note: happens(0.05) ? pick(['ring twice', 'leave at the door', 'for a birthday']) : null,
    }
  })
  const catalogue = products.map(([code, name, kind, price]) => ({ code, name, kind, price }))
  return `{"products": [\n${linesOf(catalogue)}\n], "orders": [\n${linesOf(list)}\n]}\n`
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

const linesOf = (values: object[]) => values.map((value) => JSON.stringify(value)).join(',\n')
