import type { ColumnInfo } from '../../shared/dataset.ts'
import type { ColumnProfile, Profile } from '../../shared/profile.ts'
import { quoteName } from './quote-name.ts'

export type ExampleQuery = { title: string; sql: string }

const fewValues = 50

/** Three questions worth asking of these very columns, told by what the profile knows of them. */
export const exampleQueries = (columns: readonly ColumnInfo[], profile: Profile | undefined): ExampleQuery[] => {
  const known = new Map(profile?.columns.map((column) => [column.name, column]))
  const distinct = ({ name }: ColumnInfo) => known.get(name)?.distinct_count ?? null
  const measures = columns.filter((column) => column.kind === 'numeric' && !namesRows(column, known.get(column.name)))
  const group =
    columns.find(
      (column) => column.kind === 'text' && (distinct(column) ?? 0) > 1 && (distinct(column) ?? 0) <= fewValues,
    ) ?? columns.find(({ kind }) => kind === 'text' || kind === 'boolean')
  const moment = columns.find(({ kind, sql_type }) => kind === 'temporal' && !/^TIME( |$)|INTERVAL/.test(sql_type))
  const nested = columns.find(({ sql_type }) => sql_type.endsWith('[]'))
  const value = measures.find(({ name }) => known.get(name)?.integers_only === false) ?? measures[0]

  return [
    group && byGroup(group, value),
    moment && byMonth(moment, value),
    nested && unnested(nested),
    value && largest(value),
    { title: 'The first rows', sql: 'SELECT *\nFROM data\nLIMIT 100' },
    { title: 'How many rows there are', sql: 'SELECT count(*) AS rows\nFROM data' },
    {
      title: 'Rows that occur more than once',
      sql: 'SELECT *, count(*) AS times\nFROM data\nGROUP BY ALL\nHAVING times > 1',
    },
  ]
    .filter((example) => example !== undefined)
    .slice(0, 3)
}

const labels = ['identifier', 'latitude', 'longitude', 'year', 'postal_code', 'phone']

/** Numbers that stand for something rather than measure it. */
const namesRows = ({ name }: ColumnInfo, column: ColumnProfile | undefined): boolean => {
  if (/(^|[_ ])(id|number|code|order)$/i.test(name) || labels.includes(column?.semantic_type ?? '')) return true
  return column?.integers_only === true && (column.distinct_count ?? 0) > 0.9 * (column.count - column.null_count)
}

const byGroup = (group: ColumnInfo, value: ColumnInfo | undefined): ExampleQuery => {
  const by = quoteName(group.name)
  const more = value ? `, median(${quoteName(value.name)}) AS ${quoteName(`median_${value.name}`)}` : ''
  return {
    title: `Rows of each ${group.name}`,
    sql: `SELECT ${by}, count(*) AS rows${more}\nFROM data\nGROUP BY ${by}\nORDER BY rows DESC`,
  }
}

const byMonth = (moment: ColumnInfo, value: ColumnInfo | undefined): ExampleQuery => {
  const what = value ? `avg(${quoteName(value.name)}) AS ${quoteName(`mean_${value.name}`)}` : 'count(*) AS rows'
  return {
    title: `${value ? `Mean ${value.name}` : 'Rows'} month by month`,
    sql: `SELECT date_trunc('month', ${quoteName(moment.name)}) AS month, ${what}\nFROM data\nGROUP BY month\nORDER BY month`,
  }
}

const unnested = ({ name }: ColumnInfo): ExampleQuery => ({
  title: `One row for each of ${name}`,
  sql: `SELECT * EXCLUDE (${quoteName(name)}), unnest(${quoteName(name)}, recursive := true)\nFROM data`,
})

const largest = ({ name }: ColumnInfo): ExampleQuery => ({
  title: `The rows of the largest ${name}`,
  sql: `SELECT *\nFROM data\nWHERE ${quoteName(name)} IS NOT NULL\nORDER BY ${quoteName(name)} DESC\nLIMIT 10`,
})
