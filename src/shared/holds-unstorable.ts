/** Whether a value has a text with NUL characters or halves of surrogate pairs, which the database cannot keep. */
export const holdsUnstorable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsUnstorable)
}
