/** A text is judged by its beginning, as much of it as is read in a moment. */
export const previewedBytes = 2 ** 18
