const steps = [1000, 500, 200, 100, 50, 20, 10, 5]

/** How many times larger a part is drawn than the whole, so that a small part has a shape at all. */
export const magnification = (whole: readonly number[], part: readonly number[]): number => {
  const [tallest, tallestOfPart] = [Math.max(0, ...whole), Math.max(0, ...part)]
  if (tallestOfPart === 0) return 1
  return steps.find((step) => tallestOfPart * step <= tallest) ?? 1
}
