import type { ReadingOptions } from '../../shared/reading-options.ts'
import { UnreadableFileError } from '../unreadable-file-error.ts'
import type { FileType } from './detect-file-type.ts'

type Option = keyof ReadingOptions

/** What a person may decide about a file of each type. */
const applicable: Record<FileType, readonly Option[]> = {
  csv: [
    ...['encoding', 'delimiter', 'quote', 'escape', 'comment'],
    ...['skip_rows', 'header_rows', 'footer_rows', 'table_index'],
    ...['decimal', 'thousands', 'date_order', 'null_values', 'columns'],
  ] as Option[],
  json: ['date_order', 'null_values', 'columns'],
  parquet: [],
  xlsx: ['null_values', 'columns'],
}

const inWords: Record<FileType, string> = {
  csv: 'a text file',
  json: 'a JSON file',
  parquet: 'a Parquet file',
  xlsx: 'a workbook',
}

/** Throws `UnreadableFileError` for an option that this type of file does not have, so that none is passed over. */
export function refuseOptions(type: FileType, reading: ReadingOptions): void {
  const foreign = (Object.keys(reading) as Option[]).filter((option) => !applicable[type].includes(option))
  if (foreign.length === 0) return
  throw new UnreadableFileError(
    'option_not_applicable',
    `This is ${inWords[type]}, which is not read by ${list(foreign)}. Leave that out and read it again.`,
  )
}

const list = (options: Option[]) => options.map((option) => `\`${option}\``).join(' or ')
