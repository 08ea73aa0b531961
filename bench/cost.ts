/** What work costs: milliseconds on the clock and of processor time, and the largest resident size so far in MB. */
export type IngestCost = { ms: number; cpuMs: number; peakMb: number }

/** More than anything costs. */
export function worst(): IngestCost {
  return { ms: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY, peakMb: 0 }
}

/** The least of two measurements, and the larger peak. */
export function cheaper(a: IngestCost, b: IngestCost): IngestCost {
  return { ms: Math.min(a.ms, b.ms), cpuMs: Math.min(a.cpuMs, b.cpuMs), peakMb: Math.max(a.peakMb, b.peakMb) }
}

/** What one piece of work costs after the other. */
export function sum(a: IngestCost, b: IngestCost): IngestCost {
  return { ms: a.ms + b.ms, cpuMs: a.cpuMs + b.cpuMs, peakMb: Math.max(a.peakMb, b.peakMb) }
}

/** Does work and tells what it cost. */
export async function costOf(work: () => Promise<unknown>): Promise<IngestCost> {
  const began = performance.now()
  const cpuBegan = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpuBegan)
  return {
    ms: performance.now() - began,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
}
