import type { ReadingOptions } from '../../../shared/reading-options.ts'
import { UnreadableFileError } from '../../unreadable-file-error.ts'
import type { Archive } from './archive.ts'
import { type DataEntry, dataEntries, likeliestFirst } from './data-entries.ts'

/**
 * The file of an archive that is read: `index` among the `entries` that may hold data; `others` are no data. `table` is the
 * single table of it that was asked for. `isOnly`: the archive is as good as the file.
 */
export type ChosenEntry = DataEntry & {
  index: number
  entries: DataEntry[]
  others: number
  isOnly: boolean
  isAsked: boolean
  table: number | undefined
}

/**
 * Chooses a file of an archive: the one that was asked for, else the likeliest (`skip`: the next ones). With one file of data
 * `table_index` counts its tables. With n files it counts these first, each as its own best table, and then, round by
 * round, their single tables: table t of file f has the index `f + (t + 1) n`, whichever file was read.
 */
export function chooseEntry(archive: Archive, tableIndex: number | undefined, skip: number): ChosenEntry {
  const entries = dataEntries(archive.entries)
  const count = entries.length
  if (count === 0) throw noData(archive)
  const isOnly = count === 1
  const likeliest = entries.indexOf(likeliestFirst(entries)[skip] ?? (entries[0] as DataEntry))
  const index = isOnly ? 0 : tableIndex === undefined ? likeliest : tableIndex % count
  const table =
    isOnly || tableIndex === undefined || tableIndex < count ? undefined : Math.floor(tableIndex / count) - 1
  return {
    ...(entries[index] as DataEntry),
    index,
    entries,
    others: archive.entries.length - count,
    isOnly,
    isAsked: !isOnly && tableIndex !== undefined,
    table: isOnly ? tableIndex : table,
  }
}

/** What a person has said of an archive, as it holds for the file of it that is read. */
export function readingOfEntry({ table_index: _, ...rest }: ReadingOptions, { table }: ChosenEntry): ReadingOptions {
  return table === undefined ? rest : { ...rest, table_index: table }
}

function noData({ entries }: Archive): UnreadableFileError {
  if (entries.length === 0) return new UnreadableFileError('empty_file', 'This archive holds no file.')
  const names = entries.slice(0, 3).map(({ name }) => name.slice(name.lastIndexOf('/') + 1).slice(0, 60))
  const more = entries.length > names.length ? ', ...' : ''
  return new UnreadableFileError(
    'unsupported_format',
    `No file of this archive (${names.join(', ')}${more}) holds data that can be read here.`,
  )
}
