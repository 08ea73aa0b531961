import type { Hit } from './scene.ts'

const half = 0.5

/** The mark that lies next to another one in a direction, the nearest across of several; the same where there is none. */
export const hitBeside = (hits: Hit[], from: number, along: 'x' | 'y', sign: 1 | -1): number => {
  const here = centreOf(hits[from])
  const across = along === 'x' ? 'y' : 'x'
  let best = from
  let least = { ahead: Number.POSITIVE_INFINITY, aside: Number.POSITIVE_INFINITY }
  for (const [index, hit] of hits.entries()) {
    const there = centreOf(hit)
    const ahead = (there[along] - here[along]) * sign
    const aside = Math.abs(there[across] - here[across])
    if (ahead <= half || ahead > least.ahead + half) continue
    if (ahead > least.ahead - half && aside >= least.aside) continue
    best = index
    least = { ahead, aside }
  }
  return best
}

const centreOf = (hit: Hit | undefined): { x: number; y: number } => {
  if (!hit) return { x: 0, y: 0 }
  return 'outer' in hit.area ? hit.at : { x: hit.area.x + hit.area.width / 2, y: hit.area.y + hit.area.height / 2 }
}
