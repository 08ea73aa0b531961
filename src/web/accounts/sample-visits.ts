export type Visit = {
  visit_id: string
  port_code: string
  arrived: string
  cargo_tonnes: number | null
  vessel: string
  is_tanker: boolean
}

const ports = ['HAM', 'HAM', 'HAM', 'RTM', 'RTM', 'ANR', 'ANR', 'OSL', 'GDN', 'LEH', 'BIO', 'VGO']
const first = ['Northern', 'Silver', 'Morning', 'Baltic', 'Quiet', 'Amber', 'Polar', 'Western']
const second = ['Star', 'Tide', 'Heron', 'Light', 'Pilot', 'Crown', 'Current', 'Gull']
const dayMs = 86_400_000

/** Five hundred made-up harbour visits, the same ones every time. */
export function sampleVisits(): Visit[] {
  const next = randomFrom(20_240_103)
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? ''
  let at = Date.UTC(2024, 0, 3)
  return Array.from({ length: 500 }, (_, index) => {
    at += Math.floor(next() * 1.4) * dayMs
    const weight = Math.exp((next() + next() + next()) * 1.1 + 7.6)
    return {
      visit_id: `${9_007_199_254_740_993n + BigInt(index) * 17n}`,
      port_code: pick(ports),
      arrived: new Date(at).toISOString().slice(0, 10),
      cargo_tonnes: next() < 0.04 ? null : Math.round(weight * 10) / 10,
      vessel: `${pick(first)} ${pick(second)}`,
      is_tanker: next() < 0.27,
    }
  })
}

/** Numbers from 0 to 1 that only depend on the seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
