/** A column or table name as SQL writes it. A NUL, which SQL text cannot hold, must have been replaced before. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A Parquet file as a FROM clause: its own columns only, none from a folder named like `year=2024`. */
export function parquetSql(file: string): string {
  return `read_parquet(${quoteText(file)}, hive_partitioning = false)`
}

/** A text value as SQL writes it; NUL characters become `chr(0)`, since SQL text ends at the first one. */
export function quoteText(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\0') ? `(${quoted.replaceAll('\0', "' || chr(0) || '")})` : quoted
}
