import { spawnSync } from 'node:child_process'

/**
 * What stands before a command so that it cannot write files that are there to be read, which root may: in a user namespace
 * without any mapping a process of root is still their owner, and no more than that. Nothing where it is not needed or where
 * the system has no such thing.
 */
export function asReader(): string[] {
  if (process.getuid?.() !== 0) return []
  const asNobody = ['-U', '--']
  return spawnSync('unshare', [...asNobody, 'true']).status === 0 ? ['unshare', ...asNobody] : []
}
