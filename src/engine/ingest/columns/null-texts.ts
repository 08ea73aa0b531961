/** Texts, in lower case, that stand for null where all other values of a column have a type. */
export const usualNulls: string[] =
  'na n/a n.a. #n/a null (null) nil none nat - -- --- – — ? ?? . .. ... : \\n missing #null! #value! #ref! #div/0! #name? #num! k.a. n.d. nd n/d'.split(
    ' ',
  )

/**
 * The texts that a person says are null: in every column (null: those found in the file), and in single columns more.
 */
export type GivenNulls = { everywhere: string[] | null; columns: Map<number, string[]> }

/** Nothing is said about nulls. */
export const noGivenNulls: GivenNulls = { everywhere: null, columns: new Map() }

/** SQL that is true of a trimmed text that usually stands for null; a currency and a dash is an empty amount. */
export function usualNullSql(text: string): string {
  const texts = usualNulls.map((one) => `'${one}'`).join(', ')
  return `(length(${text}) <= 8 AND (lower(${text}) IN (${texts}) OR regexp_full_match(${text}, '[$€£] ?-{1,3}')))`
}
