/**
 * How a text file separates its values. `quote` is null where values are never quoted; `escape` is the quote itself
 * when quotes are doubled; lines that begin with `comment` are no records.
 */
export type Dialect = {
  delimiter: string
  quote: string | null
  escape: string | null
  comment: string | null
}

/** The dialect of the files that the engine writes for itself. */
export const plainDialect: Dialect = { delimiter: ',', quote: '"', escape: '"', comment: null }
