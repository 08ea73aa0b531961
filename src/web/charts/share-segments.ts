/** A part of a strip: whole pixels, `value` undefined for everything that is not named. */
export type ShareSegment<T> = { value: T | undefined; count: number; share: number; left: number; width: number }

const narrowest = 3

/**
 * Values side by side in a strip of `width`, each as wide as its share of `total`. What would be too narrow to see joins
 * the unnamed rest at the end, which is as wide as what is left.
 */
export const shareSegments = <T>(
  values: { value: T; count: number }[],
  total: number,
  width: number,
  most: number,
): ShareSegment<T>[] => {
  if (total <= 0 || width <= 0) return []
  const segments: ShareSegment<T>[] = []
  let counted = 0
  for (const { value, count } of values.slice(0, most)) {
    const left = Math.round((counted / total) * width)
    const right = Math.round(((counted + count) / total) * width)
    if (right - left < narrowest) break
    segments.push({ value, count, share: count / total, left, width: right - left })
    counted += count
  }
  const rest = total - counted
  if (rest > 0) {
    const left = Math.min(Math.round((counted / total) * width), width - 1)
    segments.push({ value: undefined, count: rest, share: rest / total, left, width: width - left })
  }
  return segments
}
