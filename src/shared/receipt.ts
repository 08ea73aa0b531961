import { z } from 'zod'
import { columnKindSchema } from './column-kind.ts'
import { readingOptionsSchema } from './reading-options.ts'
import { appliedStepsSchema } from './steps.ts'

/** The format found in a file. What a format does not have is null. */
export const foundFormatSchema = z.object({
  type: z.enum(['csv', 'tsv', 'xlsx', 'xlsb', 'xls', 'ods', 'fods', 'xml', 'html', 'json', 'ndjson', 'parquet']),
  encoding: z.string().nullable(),
  bom: z.boolean(),
  delimiter: z.string().nullable(),
  quote: z.string().nullable(),
  escape: z.string().nullable(),
  line_end: z.string().nullable(),
  comment: z.string().nullable(),
  header_rows: z.int(),
  skipped_rows: z.int(),
  sheet: z.string().nullable(),
  range: z.string().nullable(),
  json_path: z.string().nullable(),
  compression: z.enum(['gzip', 'zstd', 'zip', 'tar']).nullable(),
  evidence: z.array(
    z.object({
      what: z.string(),
      chosen: z.string(),
      because: z.string(),
      runner_up: z.string().nullable(),
      margin: z.number().nullable(),
    }),
  ),
})

/** The format found in a file. */
export type FoundFormat = z.infer<typeof foundFormatSchema>

/** The ledger of lines; the parts add up to `total`. Null for formats without lines. */
export const lineLedgerSchema = z.object({
  total: z.int(),
  preamble: z.int(),
  header: z.int(),
  units: z.int(),
  blank: z.int(),
  comment: z.int(),
  footer: z.int(),
  data: z.int(),
})

/** The ledger of lines. */
export type LineLedger = z.infer<typeof lineLedgerSchema>

/** A row that two readings of a column tell apart: its text in the file, and its value in the one in use and the other. */
export const questionExampleSchema = z.object({
  row_number: z.int(),
  raw: z.string(),
  chosen: z.unknown(),
  other: z.unknown(),
})

/** A row that two readings of a column tell apart. */
export type QuestionExample = z.infer<typeof questionExampleSchema>

/**
 * Something two readings fit: the one in use and the others, each with rows that would differ. Reading again with the
 * options of one settles it; `examples` are the first of these rows in both readings, `misfits` the first values that an
 * alternative would make null. `column` is null when the question is about the file.
 */
export const questionSchema = z.object({
  id: z.string(),
  column: z.string().nullable(),
  text: z.string(),
  chosen: z.string(),
  chosen_options: readingOptionsSchema,
  alternatives: z.array(
    z.object({
      label: z.string(),
      example_rows: z.array(z.int()),
      differing_row_count: z.int().nullable(),
      examples: z.array(questionExampleSchema).optional(),
      misfits: z.array(z.object({ row_number: z.int(), line_number: z.int().nullable(), raw: z.string() })).optional(),
      options: readingOptionsSchema,
    }),
  ),
})

/** Something two readings fit. */
export type Question = z.infer<typeof questionSchema>

/**
 * What a load found, decided and did. It balances: rows in the file = rows loaded + rows rejected. `steps` is what was
 * done to the table afterwards, where something was.
 */
export const receiptSchema = z
  .object({
    bytes: z.int(),
    sha256: z.string(),
    format: foundFormatSchema,
    lines: lineLedgerSchema.nullable(),
    rows_loaded: z.int(),
    rows_reported: z.int(),
    rows_rejected: z.int(),
    reported: z.object({ short_rows: z.int(), long_rows: z.int(), unparsed_cells: z.int() }),
    columns: z.array(
      z.object({
        name: z.string(),
        source_name: z.string(),
        sql_type: z.string(),
        kind: columnKindSchema,
        decided_by: z.enum(['values', 'file', 'person']),
        evidence: z.string(),
        alternatives: z.array(z.string()),
        unit: z.string().nullable(),
        null_values: z.array(z.object({ text: z.string(), count: z.int() })),
      }),
    ),
    questions: z.array(questionSchema),
    steps: appliedStepsSchema.optional(),
    duration_ms: z.number(),
    peak_memory_bytes: z.int().nullable(),
  })
  .meta({ id: 'Receipt' })

/** What a load found, decided and did. */
export type Receipt = z.infer<typeof receiptSchema>
