import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { SlowestFirst } from './test/slowest-first.ts'

const every = '{src,test,bench,scripts,docs}/**/*.test.{ts,tsx}'
/** What starts, ends or changes whole processes has one of its own; all others share a few, which load the sources once. */
const apart = ['{test,bench,scripts}/**/*.test.ts', 'src/cli/**/*.test.ts', 'src/server/{*,postgres/*}.test.ts']

export default defineConfig({
  resolve: { alias: { 'fast-check': join(import.meta.dirname, 'test/fast-check.ts') } },
  test: {
    globalSetup: ['test/start-postgres.ts', 'test/share-datalens.ts'],
    sequence: { sequencer: SlowestFirst },
    // Much of a test is waiting: one more than there are cores, where there are few.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    env: { TZ: 'America/Los_Angeles' },
    expect: { poll: { timeout: 40_000 } },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      { extends: true, test: { name: 'together', include: [every], exclude: apart, isolate: false } },
    ],
  },
})
