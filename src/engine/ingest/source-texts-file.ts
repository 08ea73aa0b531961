/** Where the texts of a table stand, beside it, once somebody has asked for them. */
export function sourceTextsFileOf(tableFile: string): string {
  return `${tableFile.replace(/\.parquet$/, '')}.source.parquet`
}
