/** Places as near as can be to those wished for, each at least `apart` from the next and all between `low` and `high`. */
export const spreadLabels = (wanted: number[], apart: number, low: number, high: number): number[] => {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const places = [...wanted]
  let floor = low
  for (const index of order) {
    places[index] = Math.max(places[index] ?? 0, floor)
    floor = (places[index] ?? 0) + apart
  }
  let ceiling = high
  for (const index of order.reverse()) {
    places[index] = Math.min(places[index] ?? 0, ceiling)
    ceiling = (places[index] ?? 0) - apart
  }
  return places
}
