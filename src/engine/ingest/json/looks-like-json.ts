/** Whether a text (without leading blanks; it may be cut off) is JSON or NDJSON rather than lines of values. */
export function looksLikeJson(text: string): boolean {
  return text.startsWith('{') || text.startsWith('[')
}
