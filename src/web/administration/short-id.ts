/** What is called by the beginning of its id, where its name is gone or nobody's business. */
export const shortId = (id: string): string => id.slice(0, 8)
