import { z } from 'zod'

/** The six kinds of column that the profile, the filters and the charts tell apart. */
export const columnKinds = ['numeric', 'text', 'temporal', 'boolean', 'nested', 'unsupported'] as const

/** Schema of a column kind. */
export const columnKindSchema = z.enum(columnKinds)

/** One of `columnKinds`. */
export type ColumnKind = z.infer<typeof columnKindSchema>

/** How a column's values stand in JSON; `string` for types that a double cannot hold exactly. */
export const jsonTypeSchema = z.enum(['number', 'string', 'boolean', 'object', 'array'])

/** One of `number`, `string`, `boolean`, `object`, `array`. */
export type JsonType = z.infer<typeof jsonTypeSchema>
