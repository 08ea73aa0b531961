/** What rows can be downloaded as, beside the file that was uploaded. */
export const exportFormats = ['csv', 'tsv', 'xlsx', 'json', 'ndjson', 'parquet', 'arrow'] as const

/** One of `exportFormats`. */
export type ExportFormat = (typeof exportFormats)[number]

/** What a sheet of Excel holds at most: rows with the one of the names, columns, and characters in a cell. */
export const excelLimits = { rows: 1_048_576, columns: 16_384, cellCharacters: 32_767 }

/** On how many sheets so many rows of a workbook stand, each below a row of names; one when there are none. */
export const sheetCount = (rowCount: number): number => Math.max(Math.ceil(rowCount / (excelLimits.rows - 1)), 1)
