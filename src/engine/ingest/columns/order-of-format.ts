/** Which part of a date comes first in a format of strptime, in words. */
export function orderOfFormat(format: string): 'day first' | 'month first' | 'year first' {
  if (/^%[mBb]/.test(format)) return 'month first'
  return format.startsWith('%d') ? 'day first' : 'year first'
}
