/**
 * An order of columns in which those that go together stand together: clusters with the smallest mean distance
 * 1 - |association| are joined first (average linkage), and a join turns them so that the closest ends meet.
 */
export function clusterOrder(matrix: readonly (readonly (number | null)[])[]): number[] {
  const distance = (a: number, b: number) => 1 - Math.abs(matrix[a]?.[b] ?? 0)
  const clusters = matrix.map((_, index) => [index])
  const between = matrix.map((_, a) => matrix.map((__, b) => distance(a, b)))
  while (clusters.length > 1) {
    let [left, right, least] = [0, 1, Number.POSITIVE_INFINITY]
    for (let a = 0; a < clusters.length; a++) {
      for (let b = a + 1; b < clusters.length; b++) {
        const mean = (between[a] as number[])[b] as number
        if (mean < least) [left, right, least] = [a, b, mean]
      }
    }
    const [first, second] = [clusters[left] as number[], clusters[right] as number[]]
    const means = between.map((row) => {
      const total = (row[left] as number) * first.length + (row[right] as number) * second.length
      return total / (first.length + second.length)
    })
    means.forEach((mean, other) => {
      ;(between[left] as number[])[other] = mean
      ;(between[other] as number[])[left] = mean
    })
    for (const row of between) row.splice(right, 1)
    between.splice(right, 1)
    clusters[left] = joined(first, second, distance)
    clusters.splice(right, 1)
  }
  return clusters[0] ?? []
}

function joined(first: number[], second: number[], distance: (a: number, b: number) => number): number[] {
  const ways = [first, first.toReversed()].flatMap((a) => [second, second.toReversed()].map((b) => [a, b] as const))
  const [a, b] = ways.reduce((best, way) => (seam(way, distance) < seam(best, distance) ? way : best))
  return [...a, ...b]
}

function seam([a, b]: readonly [number[], number[]], distance: (a: number, b: number) => number): number {
  return distance(a.at(-1) as number, b[0] as number)
}
