import type { FoundFormat } from '../../shared/receipt.ts'

/** One guess about a file with what speaks for it. */
export type Evidence = FoundFormat['evidence'][number]

/** What was chosen and why; `runnerUp` is what else it might have been, and `margin` by how much it lost (a score). */
export function evidence(
  what: string,
  chosen: string,
  because: string,
  runnerUp: string | null = null,
  margin: number | null = null,
): Evidence {
  return {
    what,
    chosen,
    because,
    runner_up: runnerUp,
    margin: margin === null ? null : Math.round(margin * 1000) / 1000,
  }
}

/** What the format of a file says where its type knows no such thing; each reader sets what it found. */
export const blankFormat = {
  encoding: null,
  bom: false,
  delimiter: null,
  quote: null,
  escape: null,
  line_end: null,
  comment: null,
  header_rows: 0,
  skipped_rows: 0,
  sheet: null,
  range: null,
  json_path: null,
  compression: null,
} satisfies Partial<FoundFormat>
