import { z } from 'zod'

const text = (longest: number) =>
  z
    .string()
    .max(longest, `Use at most ${longest} characters.`)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'This text has a character that cannot be used.')

const mark = (what: string) => text(1).regex(/^[^\r\n]$/u, `${what} is one character.`)

const count = z.int().min(0).max(1_000_000)

/**
 * How one column is to be read. `index` is its place in the file, from 0; `sql_type` is a type of DuckDB, and a value that
 * it cannot hold becomes null and is listed among the rejected cells; `format` is how its dates or times are written, in
 * the letters of strptime, several with a vertical bar between them. The marks of its numbers hold instead of those of
 * the file, its null texts beside them.
 */
export const columnOptionsSchema = z.strictObject({
  index: z.int().min(0).max(99_999),
  name: text(300).min(1, 'A name cannot be empty.').optional(),
  sql_type: z
    .string()
    .regex(
      /^(VARCHAR|BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|DATE|TIME|TIMESTAMP|TIMESTAMP_NS|TIMESTAMP WITH TIME ZONE|UUID|JSON)$/,
      'Use VARCHAR, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, HUGEINT, DOUBLE, DECIMAL(p,s), DATE, TIME, TIMESTAMP, TIMESTAMP_NS, TIMESTAMP WITH TIME ZONE, UUID or JSON.',
    )
    .optional(),
  format: text(200).min(1).optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: z.enum([',', '.', ' ', "'"]).nullable().optional(),
  null_values: z.array(text(200)).max(100).optional(),
})

/** How one column is to be read. */
export type ColumnOptions = z.infer<typeof columnOptionsSchema>

/**
 * How a file is to be read where a person has decided it; what is left out is found in the file. Rows and lines to leave
 * out are counted from its beginning (`skip_rows`) and its end (`footer_rows`); a null `quote`, `escape` or `comment` says
 * that there is none. Objects within the records of JSON are kept whole (`nested: struct`) or become columns (`flatten`).
 */
export const readingOptionsSchema = z
  .strictObject({
    encoding: text(40).min(1),
    delimiter: text(8).regex(/^[^\r\n]+$/u, 'A delimiter is one to eight characters on one line.'),
    quote: mark('A quote').nullable(),
    escape: mark('An escape').nullable(),
    comment: text(8).min(1).nullable(),
    skip_rows: count,
    header_rows: z.int().min(0).max(100),
    footer_rows: count,
    table_index: z.int().min(0).max(99_999),
    range: text(50).regex(/^[A-Za-z]{1,3}[1-9]\d{0,6}:[A-Za-z]{1,3}[1-9]\d{0,6}$/, 'Write a range such as B3:H200.'),
    json_path: text(1000),
    nested: z.enum(['struct', 'flatten']),
    decimal: z.enum(['.', ',']),
    thousands: z.enum([',', '.', ' ', "'"]).nullable(),
    date_order: z.enum(['dmy', 'mdy', 'ymd']),
    null_values: z.array(text(200)).max(100),
    columns: z.array(columnOptionsSchema).max(10_000),
  })
  .partial()
  .refine((given) => given.decimal === undefined || given.decimal !== given.thousands, {
    path: ['thousands'],
    message: 'The decimal mark and the thousands mark cannot be the same.',
  })
  .refine((given) => new Set(given.columns?.map(({ index }) => index)).size === (given.columns?.length ?? 0), {
    path: ['columns'],
    message: 'A column is named twice.',
  })
  .meta({ id: 'ReadingOptions' })

/** How a file is to be read where a person has decided it. */
export type ReadingOptions = z.infer<typeof readingOptionsSchema>
