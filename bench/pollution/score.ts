/** How well one table repeats another, from 0 to 10: success, then precision, recall and F1 of header, records and cells. */
export function score(expected: string[][], found: string[][] | undefined): number {
  if (!found) return 0
  if (expected.length === 0) return 10
  const record = (cells: string[]) => cells.map(normal).join('')
  return (
    1 +
    overlap((expected[0] ?? []).map(normal), (found[0] ?? []).map(normal)) +
    overlap(expected.slice(1).map(record), found.slice(1).map(record)) +
    overlap(expected.flat(), found.flat())
  )
}

function normal(cell: string): string {
  return cell.toLowerCase()
}

/** Precision plus recall plus F1 of two collections, in which equal items count as often as they occur. */
function overlap(expected: string[], found: string[]): number {
  if (expected.length === 0) return 3
  if (found.length === 0) return 0
  const left = new Map<string, number>()
  for (const item of expected) left.set(item, (left.get(item) ?? 0) + 1)
  let common = 0
  for (const item of found) {
    const count = left.get(item) ?? 0
    if (count === 0) continue
    left.set(item, count - 1)
    common++
  }
  if (common === 0) return 0
  const precision = common / found.length
  const recall = common / expected.length
  return precision + recall + (2 * precision * recall) / (precision + recall)
}
