/** What rows can be downloaded as, beside the file that was uploaded. */
export const exportFormats = ['csv', 'tsv', 'json', 'ndjson', 'parquet'] as const

/** One of `exportFormats`. */
export type ExportFormat = (typeof exportFormats)[number]
