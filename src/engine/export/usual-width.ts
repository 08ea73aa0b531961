/** Exports of more columns than these take more memory than others. */
export const usualWidth = 2000
