import { availableParallelism } from 'node:os'
import type { SqlQueriesOptions } from '../../engine/sql/sql-queries.ts'
import type { Settings } from '../settings.ts'

/**
 * What people's SQL may use. All places together have no more threads than there are cores and nobody has all places, so that
 * whatever one person asks, looking at rows finds a core that is free.
 */
export const sqlLimits = ({ maxUploadBytes }: Settings): Omit<SqlQueriesOptions, 'workDir'> => {
  const cores = availableParallelism()
  const places = Math.min(4, Math.max(2, Math.floor(cores / 2)))
  return {
    places,
    placesEach: places - 1,
    queueLimit: 60,
    queueLimitEach: 10,
    patienceMs: 30_000,
    idleMs: 60_000,
    threads: Math.min(4, Math.max(1, Math.floor(cores / places))),
    memoryLimitBytes: 512 * 2 ** 20,
    maxTempBytes: 2048 * 2 ** 20,
    maxFileBytes: Math.min(maxUploadBytes, 4096 * 2 ** 20),
    maxAnswerBytes: 32 * 2 ** 20,
  }
}
