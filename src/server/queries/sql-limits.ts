import { availableParallelism } from 'node:os'
import type { SqlQueriesOptions } from '../../engine/sql/sql-queries.ts'
import type { Settings } from '../settings.ts'

/** What people's SQL may use: processes of low priority, so that looking at rows stays as fast as it was. */
export const sqlLimits = ({ maxUploadBytes }: Settings): Omit<SqlQueriesOptions, 'workDir'> => {
  const places = Math.min(4, Math.max(2, Math.floor(availableParallelism() / 2)))
  return {
    places,
    placesEach: places - 1,
    queueLimit: 60,
    queueLimitEach: 10,
    patienceMs: 30_000,
    idleMs: 60_000,
    threads: Math.min(availableParallelism(), 4),
    memoryLimitBytes: 512 * 2 ** 20,
    maxTempBytes: 2048 * 2 ** 20,
    maxFileBytes: Math.min(maxUploadBytes, 4096 * 2 ** 20),
    maxAnswerBytes: 32 * 2 ** 20,
  }
}
