const alwaysAllowedBytes = 64 * 2 ** 20
const largeBytes = 2 ** 30

/**
 * How many bytes a file of so many may grow to. Honest data shrinks at most a thousandfold, and large data less; a file that
 * grows more is made to fill the disk.
 */
export function mostUnpacked(packedBytes: number): number {
  return Math.max(alwaysAllowedBytes, Math.min(1000 * packedBytes, Math.max(largeBytes, 250 * packedBytes)))
}
