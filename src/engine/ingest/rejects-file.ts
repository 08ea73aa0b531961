/**
 * Where everything that was reported, skipped or rejected of a file stands, beside its table: a Parquet table with the
 * columns `scope`, `line_number` (from 1), `byte_offset`, `row_number` (from 0, null where it is no row), `column`, `raw`,
 * `code`, `reason` and `surplus` (values of the row that no column holds), in the order of the lines. It exists only when
 * there is something to say.
 */
export function rejectsFileOf(tableFile: string): string {
  return `${tableFile.replace(/\.parquet$/, '')}.rejects.parquet`
}
