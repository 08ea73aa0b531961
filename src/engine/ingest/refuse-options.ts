import { applicableOptions, type ReadingOption } from '../../shared/applicable-options.ts'
import type { ReadingOptions } from '../../shared/reading-options.ts'
import { UnreadableFileError } from '../unreadable-file-error.ts'
import type { FileType } from './detect-file-type.ts'

const applicable: Record<FileType, readonly ReadingOption[]> = applicableOptions

const inWords: Record<FileType, string> = {
  csv: 'a text file',
  json: 'a JSON file',
  parquet: 'a Parquet file',
  xlsx: 'a workbook',
  xls: 'a workbook',
  xlsb: 'a workbook',
  ods: 'a spreadsheet',
  fods: 'a spreadsheet',
  xml: 'a workbook',
  html: 'a page with tables',
}

/** Throws `UnreadableFileError` for an option that this type of file does not have, so that none is passed over. */
export function refuseOptions(type: FileType, reading: ReadingOptions): void {
  const given = (Object.keys(reading) as ReadingOption[]).filter((option) => !isOnlyTable(option, reading))
  const foreign = given.filter((option) => !applicable[type].includes(option))
  if (foreign.length === 0) return
  throw new UnreadableFileError(
    'option_not_applicable',
    `This is ${inWords[type]}, which is not read by ${list(foreign)}. Leave that out and read it again.`,
  )
}

/** The first table of a file that has but one is that file. */
const isOnlyTable = (option: ReadingOption, { table_index }: ReadingOptions) =>
  option === 'table_index' && table_index === 0

const list = (options: ReadingOption[]) => options.map((option) => `\`${option}\``).join(' or ')
