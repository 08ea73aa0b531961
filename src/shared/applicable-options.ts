import type { ReadingOptions } from './reading-options.ts'

/** Something that a person can decide about how a file is read. */
export type ReadingOption = keyof ReadingOptions

const ofWorkbooks = [
  'skip_rows',
  'header_rows',
  'footer_rows',
  'table_index',
  'range',
  'null_values',
  'columns',
] as const

/** What a person may decide about a file of each kind; anything else is refused, so that none is passed over. */
export const applicableOptions = {
  csv: [
    'encoding',
    'delimiter',
    'quote',
    'escape',
    'comment',
    'skip_rows',
    'header_rows',
    'footer_rows',
    'table_index',
    'decimal',
    'thousands',
    'date_order',
    'null_values',
    'columns',
  ],
  json: ['encoding', 'header_rows', 'table_index', 'json_path', 'nested', 'date_order', 'null_values', 'columns'],
  parquet: [],
  xlsx: ofWorkbooks,
  xlsb: ofWorkbooks,
  xls: ofWorkbooks,
  ods: ofWorkbooks,
  fods: ofWorkbooks,
  xml: ofWorkbooks,
  html: [...ofWorkbooks, 'decimal', 'thousands', 'date_order'],
} as const satisfies Record<string, readonly ReadingOption[]>
