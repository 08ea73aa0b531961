import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Names of directories that processes spill to, one for each; whoever ends a process removes its directory. What the
 * processes of a pool that was killed had spilled goes at once.
 */
export function spillDirectories(tempDir: string): () => string {
  removeLeftovers(tempDir)
  return () => join(tempDir, `query-${process.pid}-${randomUUID()}`)
}

function removeLeftovers(tempDir: string): void {
  for (const name of readDirectory(tempDir)) {
    const pid = /^query-(\d+)-/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(tempDir, name), { recursive: true, force: true })
  }
}

function readDirectory(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
