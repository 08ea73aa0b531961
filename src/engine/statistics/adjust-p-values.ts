/** P-values adjusted so that the share of false discoveries stays below them (Benjamini and Hochberg, 1995); null stays null. */
export function adjustPValues(pValues: readonly (number | null)[]): (number | null)[] {
  const known = pValues.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => b.p - a.p)
  const adjusted: (number | null)[] = pValues.map(() => null)
  let least = 1
  known.forEach(({ p, index }, position) => {
    least = Math.min(least, (p * known.length) / (known.length - position))
    adjusted[index] = least
  })
  return adjusted
}
