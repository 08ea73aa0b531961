/** A coefficient to two places, with a minus that is as wide as a plus; 0.00 only for what is exactly 0. */
export const coefficientText = (value: number | null): string => {
  if (value === null) return '–'
  if (value !== 0 && Math.abs(value) < 0.005) return value < 0 ? '> −0.01' : '< 0.01'
  const text = Math.abs(value) < 1 && Math.abs(value) >= 0.995 ? '> 0.99' : Math.abs(value).toFixed(2)
  return value < 0 ? `−${text}`.replace('−> ', '< −') : text
}

/** A p-value as statisticians write it. */
export const pText = (p: number | null): string => {
  if (p === null) return '–'
  if (p < 0.001) return '< 0.001'
  return p > 0.999 ? '> 0.999' : p.toFixed(3)
}
