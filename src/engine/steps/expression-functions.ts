import { sqlFunctions, sqlOperators } from '../../shared/sql-functions.ts'

/** What people's SQL may call but a computed column may not: such values depend on more than their row, or need no end. */
const others = `
  age ago current_date current_localtime current_localtimestamp gen_random_uuid get_current_time get_current_timestamp now
  random setseed today transaction_timestamp uuid uuidv4 uuidv7 error
  array_resize bar bitstring equi_width_bins format generate_series generate_subscripts list_resize printf range
  regexp_split_to_table repeat to_base
`

const refused = new Set(others.trim().split(/\s+/))

/** The functions of a computed column: what they give depends on its row alone. In lower case. */
export const expressionFunctions: ReadonlySet<string> = new Set(
  [...sqlOperators, ...sqlFunctions].map((name) => name.toLowerCase()).filter((name) => !refused.has(name)),
)
