/** Small row groups make scattered rows cheap to find; larger ones are hardly smaller on disk. */
const usualRowGroup = 16_384

/** A row group is built in memory, by every thread: that of a wide table has fewer rows. */
const cellsPerRowGroup = 4_194_304
const smallestRowGroup = 2048

/** DuckDB sets the memory of a whole dictionary aside for each column of texts, a megabyte unless told otherwise. */
const usualDictionary = 2 ** 20
const dictionariesPerRowGroup = 64 * 2 ** 20
const smallestDictionary = 4096

/** Options of COPY with which the row groups of a table of so many columns fit into memory, whatever its columns hold. */
export const rowGroupSql = (width: number): string => {
  const columns = Math.max(width, 1)
  const rows = Math.floor(cellsPerRowGroup / columns / smallestRowGroup) * smallestRowGroup
  const dictionary = Math.floor(dictionariesPerRowGroup / columns)
  return `ROW_GROUP_SIZE ${Math.min(Math.max(rows, smallestRowGroup), usualRowGroup)},
    STRING_DICTIONARY_PAGE_SIZE_LIMIT ${Math.min(Math.max(dictionary, smallestDictionary), usualDictionary)}`
}
