import { blankColumnProfile } from '../../shared/blank-column-profile.ts'
import type { ColumnProfile } from '../../shared/profile.ts'

/** A column profile for tests: nothing is known but what is given. */
export const buildColumnProfile = (given: Partial<ColumnProfile> = {}): ColumnProfile => ({
  ...blankColumnProfile({ name: 'cargo_tonnes', sql_type: 'DOUBLE', kind: 'numeric', count: 500, null_count: 0 }),
  ...given,
})
