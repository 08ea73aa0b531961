import { delimiterName, encodingName } from '../../../shared/format-facts.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'

export type Choice<T> = { value: T; label: string }

const encodings = [
  'utf-8',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'big5',
]

const languages: Record<string, string> = {
  'windows-1252': 'Western European, Latin-1',
  'windows-1250': 'Central European',
  'iso-8859-2': 'Central European',
  'windows-1251': 'Cyrillic',
  'koi8-r': 'Cyrillic',
  ibm866: 'Cyrillic, DOS',
  'windows-1253': 'Greek',
  'windows-1254': 'Turkish',
  'windows-1255': 'Hebrew',
  'windows-1256': 'Arabic',
  'windows-1257': 'Baltic',
  macintosh: 'Western European, Mac',
  shift_jis: 'Japanese',
  'euc-jp': 'Japanese',
  'euc-kr': 'Korean',
  gb18030: 'Chinese, also GBK',
  big5: 'Chinese, traditional',
}

const encodingLabel = (value: string) =>
  languages[value] ? `${encodingName(value)} (${languages[value]})` : encodingName(value)

/** What can be chosen for an option; null is a choice too: that there is none. */
export const readingChoices = {
  encoding: encodings.map((value) => ({ value, label: encodingLabel(value) })),
  delimiter: [',', ';', '\t', '|', ':', ' ', '^', '~'].map((value) => ({ value, label: withMark(value) })),
  quote: [
    { value: '"', label: 'double quote "' },
    { value: "'", label: "single quote '" },
    { value: null, label: 'none' },
  ],
  escape: [
    { value: '"', label: 'a second double quote ""' },
    { value: "'", label: "a second single quote ''" },
    { value: '\\', label: 'backslash \\' },
    { value: null, label: 'none' },
  ],
  comment: [
    { value: '#', label: '#' },
    { value: '//', label: '//' },
    { value: '%', label: '%' },
    { value: null, label: 'none' },
  ],
  decimal: [
    { value: '.', label: 'point, as in 1.5' },
    { value: ',', label: 'comma, as in 1,5' },
  ],
  thousands: [
    { value: ',', label: 'comma, as in 1,000' },
    { value: '.', label: 'point, as in 1.000' },
    { value: ' ', label: 'blank, as in 1 000' },
    { value: "'", label: "apostrophe, as in 1'000" },
    { value: null, label: 'none' },
  ],
  nested: [
    { value: 'struct', label: 'kept whole' },
    { value: 'flatten', label: 'columns of their own' },
  ],
  date_order: [
    { value: 'dmy', label: 'day, month, year' },
    { value: 'mdy', label: 'month, day, year' },
    { value: 'ymd', label: 'year, month, day' },
  ],
} satisfies { [Option in keyof ReadingOptions]?: Choice<ReadingOptions[Option]>[] }

function withMark(delimiter: string): string {
  const name = delimiterName(delimiter)
  return name === delimiter || /\s/.test(delimiter) ? name : `${name} ${delimiter}`
}

/** The types that a column can be given, as people call them. */
export const columnTypes: Choice<string>[] = [
  { value: 'VARCHAR', label: 'text' },
  { value: 'BIGINT', label: 'whole number' },
  { value: 'DOUBLE', label: 'number' },
  { value: 'DECIMAL(18,2)', label: 'number, 2 decimals' },
  { value: 'DECIMAL(18,4)', label: 'number, 4 decimals' },
  { value: 'BOOLEAN', label: 'true or false' },
  { value: 'DATE', label: 'date' },
  { value: 'TIMESTAMP', label: 'date and time' },
  { value: 'TIMESTAMP WITH TIME ZONE', label: 'date and time with zone' },
  { value: 'TIME', label: 'time of day' },
  { value: 'UUID', label: 'UUID' },
  { value: 'JSON', label: 'JSON' },
]

/** Whether values of a type may be written with a decimal mark or a thousands mark. */
export const hasMarks = (type: string | undefined): boolean =>
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DOUBLE|DECIMAL)/.test(type ?? '')

/** Whether values of a type are written in some format that a person can tell. */
export const hasFormat = (type: string | undefined): boolean => /^(DATE|TIME|TIMESTAMP)/.test(type ?? '')
