import type { Alert } from '../../shared/alert.ts'
import type { ColumnProfile } from '../../shared/profile.ts'
import type { Filter } from '../../shared/rows.ts'
import { alertThresholds as limits } from './alert-thresholds.ts'
import { isUnique } from './duplicate-rows.ts'
import { isMendable } from './encoding-damage.ts'
import { wordsOf } from './semantic-type.ts'

type Rule = (column: ColumnProfile, values: number, now: Date) => Omit<Alert, 'columns'> | undefined

const counted = (count: number, noun: string) => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
const percent = (share: number) => `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`

const allNull: Rule = ({ name, count, null_count }) =>
  count > 0 && null_count === count
    ? {
        ...{ code: 'all_null', severity: 'warning', threshold: 1, evidence: { null_share: 1 } },
        message: `"${name}" has no value in any row.`,
        ...{ row_count: count, filter: null },
        fix: { label: 'Leave the column out', steps: [{ op: 'drop_columns', columns: [name] }] },
      }
    : undefined

const highNullShare: Rule = ({ name, count, null_count }, values) => {
  const share = null_count / count
  if (values === 0 || share < limits.high_null_share) return undefined
  return {
    ...{ code: 'high_null_share', threshold: limits.high_null_share, evidence: { null_share: share } },
    severity: share >= limits.grave_null_share ? 'warning' : 'note',
    message: `"${name}" is null in ${counted(null_count, 'row')}, ${percent(share)} of all.`,
    ...{ row_count: null_count, filter: { column: name, op: 'is_null' }, fix: null },
  }
}

const constant: Rule = ({ name, count, distinct_count, null_count, top_values: [top] }) =>
  count > 1 && null_count === 0 && distinct_count === 1
    ? {
        ...{ code: 'constant', severity: 'note', threshold: 1, evidence: { distinct_count: 1 } },
        message: `"${name}" has the same value in every row${top === undefined ? '' : `: ${shown(top.value)}`}.`,
        ...{ row_count: count, filter: null },
        fix: { label: 'Leave the column out', steps: [{ op: 'drop_columns', columns: [name] }] },
      }
    : undefined

const unique: Rule = (column, values) =>
  values >= limits.unique_rows && isUnique(column) && (column.kind === 'text' || column.integers_only === true)
    ? {
        ...{ code: 'unique', severity: 'note', threshold: 1, evidence: { distinct_count: values } },
        message: `"${column.name}" is different in every row: it names rows rather than measuring or grouping them.`,
        ...{ row_count: values, filter: null, fix: null },
      }
    : undefined

const highCardinality: Rule = (column, values) => {
  const share = (column.distinct_count ?? 0) / values
  const applies = column.kind === 'text' && values >= limits.high_cardinality_rows && !isUnique(column)
  if (!applies || share < limits.high_cardinality_share || column.semantic_type === 'identifier') return undefined
  return {
    ...{ code: 'high_cardinality', severity: 'note', threshold: limits.high_cardinality_share },
    evidence: { distinct_share: share },
    message: `"${column.name}" has ${counted(column.distinct_count ?? 0, 'different text')} in ${counted(values, 'row')}: too many to group by.`,
    ...{ row_count: values, filter: null, fix: null },
  }
}

const imbalance: Rule = ({ name, kind, distinct_count, top_values: [top], values_cut }, values) => {
  const distinct = distinct_count ?? 0
  const isCategory = kind === 'text' || kind === 'boolean' || kind === 'numeric'
  if (!top || !isCategory || distinct < 2 || distinct > limits.imbalance_values) return undefined
  const share = top.count / values
  if (values < limits.imbalance_rows || share < limits.imbalance_share) return undefined
  return {
    ...{ code: 'imbalance', severity: 'note', threshold: limits.imbalance_share, evidence: { top_share: share } },
    message: `"${name}" is ${shown(top.value)} in ${percent(share)} of its rows.`,
    row_count: values - top.count,
    filter: values_cut ? null : { column: name, op: 'ne', value: top.value },
    fix: null,
  }
}

const skewed: Rule = ({ name, skewness, distinct_count, semantic_type }, values) => {
  if (skewness === null || values < limits.skewness_rows || Math.abs(skewness) < limits.skewness) return undefined
  if ((distinct_count ?? 0) <= 2 || semantic_type === 'identifier') return undefined
  return {
    ...{ code: 'skewed', severity: 'note', threshold: limits.skewness, evidence: { skewness } },
    message: `"${name}" has a long tail to the ${skewness > 0 ? 'right' : 'left'} (skewness ${skewness.toFixed(1)}): its median says more than its mean.`,
    ...{ row_count: values, filter: null, fix: null },
  }
}

const infinite: Rule = ({ name, kind, infinite_count, nan_count }) => {
  const found = (infinite_count ?? 0) + (nan_count ?? 0)
  if (found === 0) return undefined
  const words = kind === 'temporal' ? ['infinity', '-infinity'] : ['Infinity', '-Infinity', 'NaN']
  return {
    ...{ code: 'infinite', severity: 'warning', threshold: 1 },
    evidence: { infinite_count: infinite_count ?? 0, nan_count: nan_count ?? 0 },
    message: `"${name}" is infinite or not a number in ${counted(found, 'row')}; its statistics leave them out.`,
    ...{ row_count: found, filter: { column: name, op: 'in', value: words } },
    fix: { label: 'Make them null', steps: [{ op: 'null_where', column: name, values: words }] },
  }
}

const sentinel: Rule = ({ name, kind, sentinels, text_sample, sql_type }) => {
  if (sentinels.length === 0) return undefined
  const values = sentinels.map(({ value }) => value)
  const rows = sentinels.reduce((sum, { count }) => sum + count, 0)
  const isWholeDay = kind === 'temporal' && sql_type !== 'DATE'
  const filter: Filter = isWholeDay ? daysFilter(name, values as string[]) : { column: name, op: 'in', value: values }
  return {
    ...{ code: 'sentinel', severity: 'warning', threshold: 2, evidence: { values: values.map(String).join(', ') } },
    message: `"${name}" says ${values.map(shown).join(', ')} in ${counted(rows, 'row')}, which probably means that there is no value.`,
    row_count: text_sample ? null : rows,
    filter,
    fix: isWholeDay ? null : { label: 'Make them null', steps: [{ op: 'null_where', column: name, values }] },
  }
}

function daysFilter(column: string, days: string[]): Filter {
  const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
  return {
    or: days.map((day) => ({
      and: [
        { column, op: 'gte', value: day },
        day === '9999-12-31' ? { column, op: 'not_null' } : { column, op: 'lt', value: nextDay(day) },
      ],
    })),
  }
}

const nearDuplicates: Rule = ({ name, variants, text_sample }) => {
  const spellings = variants.flatMap((group) => group.spellings)
  if (spellings.length === 0) return undefined
  const rows = spellings.reduce((sum, { count }) => sum + count, 0)
  const first = variants[0] as (typeof variants)[number]
  return {
    ...{ code: 'near_duplicates', severity: 'warning', threshold: 1, evidence: { groups: variants.length } },
    message: `"${name}" writes the same in different ways: ${shown(first.value)} also as ${shown(first.spellings[0]?.value ?? '')}.`,
    row_count: text_sample ? null : rows,
    filter: { column: name, op: 'in', value: spellings.map(({ value }) => value) },
    fix: {
      label: 'Write each the way most rows do',
      steps: variants.map(({ value, spellings: others }) => {
        return { op: 'replace', column: name, from: others.map((other) => other.value), to: value }
      }),
    },
  }
}

const mixedFormats: Rule = ({ name, kind, patterns, text_sample, semantic_type }, values) => {
  if (kind !== 'text' || values < limits.mixed_formats_rows || semantic_type === 'url') return undefined
  const known = patterns.reduce((sum, { count }) => sum + count, 0)
  if (known / values < 1 - limits.mixed_formats_share && !text_sample) return undefined
  if (!patterns.every(({ pattern }) => pattern.includes('9'))) return undefined
  const formats = new Map<string, { example: string; count: number }>()
  for (const { pattern, count } of patterns) {
    const marks = pattern.replace(/[Aa9]+/g, 'x')
    const format = formats.get(marks) ?? { example: pattern, count: 0 }
    formats.set(marks, { ...format, count: format.count + count })
  }
  const common = [...formats.values()].filter(({ count }) => count / known >= limits.mixed_formats_share)
  const [first, second] = common.sort((a, b) => b.count - a.count)
  if (!first || !second) return undefined
  return {
    ...{ code: 'mixed_formats', severity: 'warning', threshold: limits.mixed_formats_share },
    evidence: { formats: common.length, examples: `${first.example}, ${second.example}` },
    message: `"${name}" is written in ${common.length} formats, such as ${first.example} and ${second.example}.`,
    row_count: text_sample ? null : values - first.count,
    ...{ filter: null, fix: null },
  }
}

const futureDates: Rule = ({ name, future_count, sentinels, sql_type }, values, now) => {
  const today = now.toISOString().slice(0, 10)
  const meant = sentinels.reduce((sum, { value, count }) => sum + (String(value) > today ? count : 0), 0)
  const found = (future_count ?? 0) - meant
  if (found <= 0 || found / values > limits.future_share) return undefined
  const moment = sql_type === 'DATE' ? today : now.toISOString().slice(0, 19)
  return {
    ...{ code: 'future_dates', severity: 'warning', threshold: 1, evidence: { future_count: found } },
    message: `"${name}" lies in the future in ${counted(found, 'row')}.`,
    ...{ row_count: future_count, filter: { column: name, op: 'gt', value: moment }, fix: null },
  }
}

const personalTypes = new Set(['email', 'phone', 'iban', 'credit_card', 'ip_address'])
const personalNames =
  /(^|_)(ssn|social_security|passport|birth_?date|date_of_birth|dob|first_?name|last_?name|sur_?name|full_?name|given_name|family_name|home_address|street_address)(_|$)/

const personalData: Rule = ({ name, kind, semantic_type }, values) => {
  const byType = semantic_type !== null && personalTypes.has(semantic_type)
  const byName = (kind === 'text' || kind === 'temporal') && personalNames.test(wordsOf(name))
  if (values === 0 || !(byType || byName)) return undefined
  return {
    ...{ code: 'personal_data', severity: 'warning', threshold: null },
    evidence: { because: byType ? String(semantic_type) : 'name of the column' },
    message: `"${name}" probably says something about persons. Share it with care.`,
    ...{ row_count: values, filter: null },
    fix: { label: 'Leave the column out', steps: [{ op: 'drop_columns', columns: [name] }] },
  }
}

const encodingDamage: Rule = ({ name, damage, text_sample }) => {
  if (damage.length === 0) return undefined
  const most = Math.max(...damage.map(({ count }) => count))
  return {
    ...{ code: 'encoding_damage', severity: 'warning', threshold: 1 },
    evidence: { signs: damage.map(({ value }) => value).join(' '), rows_at_least: most },
    message: `"${name}" was read in a wrong encoding at some point: it contains ${shown(damage[0]?.value ?? '')}.`,
    row_count: text_sample || damage.length > 1 ? null : most,
    filter: { or: damage.map(({ value }) => ({ column: name, op: 'contains', value })) },
    fix: isMendable(damage)
      ? { label: 'Read the text again as UTF-8', steps: [{ op: 'repair_encoding', column: name }] }
      : null,
  }
}

function shown(value: string | number | boolean): string {
  return typeof value === 'string' ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : String(value)
}

const rules = [
  ...[allNull, highNullShare, constant, unique, highCardinality, imbalance, skewed, infinite, sentinel],
  ...[nearDuplicates, mixedFormats, futureDates, personalData, encodingDamage],
]

/** The alerts that one column raises. */
export function columnAlerts(column: ColumnProfile, now: Date): Alert[] {
  const values = column.count - column.null_count
  return rules.flatMap((rule) => {
    const alert = rule(column, values, now)
    return alert ? [{ ...alert, columns: [column.name] }] : []
  })
}
