import { z } from 'zod'
import { columnKindSchema, jsonTypeSchema } from './column-kind.ts'

/** The comparison operators of a filter. */
export const filterOps = [
  'eq',
  'ne',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'not_between',
  'in',
  'not_in',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'matches',
  'is_blank',
  'is_null',
  'not_null',
] as const

/** One of `filterOps`. */
export type FilterOp = (typeof filterOps)[number]

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/**
 * A filter over rows. `between` takes `[low, high]` (both inclusive), `in` a list, `is_blank`, `is_null` and `not_null`
 * nothing. `contains`, `starts_with` and `ends_with` take no notice of case, everything else does; `matches` takes a regular
 * expression of RE2 (`(?i)` at its beginning takes no notice of case); blank is what is empty or all white space. A
 * comparison with null is never true, as in SQL, those that begin with `not_` included.
 */
export type Filter =
  | { column: string; op: FilterOp; value?: FilterValue | undefined }
  | { and: Filter[] }
  | { or: Filter[] }
  | { not: Filter }

/** The right side of a comparison. */
export type FilterValue = string | number | boolean | null | (string | number | boolean | null)[]

/** Schema of a filter. */
export const filterSchema: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      z.object({
        column: z.string(),
        op: z.enum(filterOps),
        value: z.union([scalar, z.array(scalar).max(10_000)]).optional(),
      }),
      z.object({ and: z.array(filterSchema).max(100) }),
      z.object({ or: z.array(filterSchema).max(100) }),
      z.object({ not: filterSchema }),
    ]),
  )
  .meta({ id: 'Filter' })

/** One column of a rows answer; `json` says how its values stand in `rows`. */
export const rowsColumnSchema = z.object({
  name: z.string(),
  sql_type: z.string(),
  kind: columnKindSchema,
  json: jsonTypeSchema,
})

/** One column of a rows answer. */
export type RowsColumn = z.infer<typeof rowsColumnSchema>

/** A page of rows. `row_numbers` are 0-based in the file's data rows; `total` counts the rows the filter leaves. */
export const rowsAnswerSchema = z
  .object({
    columns: z.array(rowsColumnSchema),
    rows: z.array(z.array(z.unknown())),
    row_numbers: z.array(z.int()),
    total: z.int(),
    total_unfiltered: z.int(),
    offset: z.int(),
    limit: z.int(),
  })
  .meta({ id: 'Rows' })

/** A view as one SELECT over the table `data`. */
export const viewSqlSchema = z.object({ sql: z.string() }).meta({ id: 'ViewSql' })

/** A page of rows. */
export type RowsAnswer = z.infer<typeof rowsAnswerSchema>
