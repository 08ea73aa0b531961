/** How many recovery codes are left, as a sentence. */
export function recoveryCodesText(left: number): string {
  if (left === 0) return 'No recovery code is left.'
  return left === 1 ? 'One recovery code is left.' : `${left} of 10 recovery codes are left.`
}
