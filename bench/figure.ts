/** One measured comparison: ours beside a raw engine or peer in the same run. */
export type Figure = {
  what: string
  unit: string
  ours: number
  raw: number | null
  ratio: number | null
  /** What the ratio (or, without a raw side, our value) should keep to; null when it is only reported. */
  goal: string | null
  isMet: boolean | null
}

/** A comparison whose ratio should stay at or below `most`. */
export const atMost = (what: string, unit: string, ours: number, raw: number, most: number): Figure => ({
  ...{ what, unit, ours, raw, ratio: ours / raw },
  ...{ goal: `at most ${most} x`, isMet: ours / raw <= most },
})

/** A comparison whose ratio should reach `least`. */
export const atLeast = (what: string, unit: string, ours: number, raw: number, least: number): Figure => ({
  ...{ what, unit, ours, raw, ratio: ours / raw },
  ...{ goal: `at least ${least} x`, isMet: ours / raw >= least },
})

/** A value of ours that should stay below `most`, in its own unit. */
export const below = (what: string, unit: string, ours: number, most: number): Figure => ({
  ...{ what, unit, ours, raw: null, ratio: null },
  ...{ goal: `below ${most} ${unit}`, isMet: ours < most },
})

/** A value of ours that should reach `least`, in its own unit. */
export const above = (what: string, unit: string, ours: number, least: number): Figure => ({
  ...{ what, unit, ours, raw: null, ratio: null },
  ...{ goal: `at least ${least} ${unit}`, isMet: ours >= least },
})

/** A value or comparison that is reported without a goal. */
export const reported = (what: string, unit: string, ours: number, raw: number | null = null): Figure => ({
  ...{ what, unit, ours, raw, ratio: raw === null ? null : ours / raw },
  ...{ goal: null, isMet: null },
})
