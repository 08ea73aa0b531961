import { totalmem } from 'node:os'

const memoryOfOneLoad = 768 * 2 ** 20

/** What the load of one file may use: threads, and bytes of memory for DuckDB. */
export type LoadLimits = { threads: number; memoryLimitBytes: number }

/**
 * The limits of each of `count` loads at the same time. A file is read with all cores; all loads together take a sixteenth
 * of the machine's memory, or as much as one does well with.
 */
export function loadLimits(cores: number, count: number): LoadLimits {
  const together = Math.max(memoryOfOneLoad, totalmem() / 16)
  return { threads: Math.min(8, cores), memoryLimitBytes: Math.floor(Math.min(memoryOfOneLoad, together / count)) }
}
