import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { 'fast-check': join(import.meta.dirname, 'test/fast-check.ts') } },
  test: {
    include: ['{src,test,bench,scripts,docs}/**/*.test.{ts,tsx}'],
    globalSetup: 'test/start-postgres.ts',
    // Much of a test is waiting; by default the half of two cores would do all of it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    env: { TZ: 'America/Los_Angeles' },
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
