import type { ClassCount, TextClass } from './class-counts.ts'
import type { ColumnRules } from './column-rules.ts'
import type { ColumnJudgement } from './decide-column.ts'
import type { Reading } from './reading.ts'

/** What a family of types makes of values: the likeliest reading, the others that hold too, and what is said of it. */
export type Outcome = {
  reading: Reading
  alternatives: Reading[]
  claim: (values: number) => string
  unit?: string | null | undefined
  proves?: ColumnJudgement['proves']
  /** What a person has said of the file leaves this reading only. */
  isDecided?: boolean
}

/**
 * Types whose texts have some classes in common. `read` gives what holds all of the values, `parts` those of them that
 * may be read together where not all can.
 */
export type Family = {
  classes: TextClass[]
  read(values: ClassCount[], rules: ColumnRules): Outcome | undefined
  parts(values: ClassCount[], rules: ColumnRules): ClassCount[][]
}

/** How many texts were counted. */
export function total(counts: ClassCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** A number as sentences have it: `1,930`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** The sentence that all values are something. */
export function claimOf(what: string): (values: number) => string {
  return (n) => `${grouped(n)} of ${grouped(n)} values ${what}.`
}

/** A family with one reading. */
export function simpleFamily(classes: TextClass[], reading: Reading, what: string): Family {
  return {
    classes,
    read: () => ({ reading, alternatives: [], claim: claimOf(what) }),
    parts: (values) => [values],
  }
}
