import { formatCount } from './format-numbers.ts'
import type { Receipt } from './receipt.ts'

const delimiters: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'pipe',
  ' ': 'space',
  ':': 'colon',
}

/** The name of a delimiter; one without a name stands for itself. */
export const delimiterName = (delimiter: string): string => delimiters[delimiter] ?? delimiter

/** The name of an encoding as people write it. */
export const encodingName = (encoding: string): string => (/^utf/i.test(encoding) ? encoding.toUpperCase() : encoding)

/** The format of the file in a few words: `UTF-8`, `comma`, `exact` when every row was loaded as it stands. */
export const formatFacts = ({ format, rows_rejected, rows_reported }: Receipt): string[] => {
  const facts = [
    format.type === 'csv' || format.type === 'tsv' ? undefined : format.type.toUpperCase(),
    format.encoding && encodingName(format.encoding),
    format.delimiter && delimiterName(format.delimiter),
    format.sheet,
  ]
  const exactness = [
    rows_rejected > 0 && `${formatCount(rows_rejected)} rejected`,
    rows_reported > 0 && `${formatCount(rows_reported)} reported`,
  ].filter(Boolean)
  return [...facts, ...(exactness.length > 0 ? exactness : ['exact'])].filter(
    (fact) => typeof fact === 'string' && fact !== '',
  ) as string[]
}
