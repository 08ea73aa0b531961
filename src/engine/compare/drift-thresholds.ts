/** Every limit that a comparison rests on; docs/statistics.md names each with its value. */
export const driftThresholds = {
  slight_drift: 0.1,
  strong_drift: 0.25,
  drift_chance: 0.01,
  slight_nulls: 0.05,
  strong_nulls: 0.2,
  drift_rows: 200_000,
  drift_columns: 200,
  drift_milliseconds: 12_000,
  drift_categories: 30,
  same_values: 0.9,
  renamed_rows: 20_000,
} as const
