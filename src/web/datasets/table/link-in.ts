/** The address a value is, when all of it is one that a browser may open safely (http or https). */
export const linkIn = (text: string): string | undefined => {
  const trimmed = text.trim()
  if (!/^https?:\/\/\S+$/i.test(trimmed) || trimmed.length > 2000) return undefined
  try {
    return new URL(trimmed).href
  } catch {
    return undefined
  }
}
