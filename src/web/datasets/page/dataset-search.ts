/** What the address of a dataset view carries besides the tab. */
export type DatasetSearch = Record<string, unknown>

/** Reads the search part of the address; what it does not know it leaves out. */
export function parseDatasetSearch(search: Record<string, unknown>): DatasetSearch {
  return search
}
