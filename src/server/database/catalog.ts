import type { Orm } from './orm.ts'

/** One column as the catalog knows it. */
export interface CatalogColumn {
  column: string
  type: string
  nullable: boolean
  default: string | null
}

/** One table as the catalog knows it; indexes, constraints and triggers as the statements that make them. */
export interface CatalogTable {
  table: string
  columns: CatalogColumn[]
  indexes: string[]
  constraints: string[]
  triggers: string[]
}

const columnsSql = `
  select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as "default"
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`

const definitionsSql = `
  select tablename as "table", 'indexes' as what, indexdef as definition from pg_indexes where schemaname = 'public'
  union all
  select conrelid::regclass::text, 'constraints', conname || ': ' || pg_get_constraintdef(oid) from pg_constraint
  where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 0
  union all
  select tgrelid::regclass::text, 'triggers', pg_get_triggerdef(t.oid) from pg_trigger t
  join pg_class c on c.oid = t.tgrelid and c.relnamespace = 'public'::regnamespace
  where not tgisinternal
  order by 1, 2, 3`

/** Every table of the schema, by name. */
export const readCatalog = async (orm: Orm): Promise<CatalogTable[]> => {
  const columns: (CatalogColumn & { table: string })[] = await orm.em.execute(columnsSql)
  const definitions: { table: string; what: 'indexes' | 'constraints' | 'triggers'; definition: string }[] =
    await orm.em.execute(definitionsSql)
  return [...new Set(columns.map(({ table }) => table))].map((table) => {
    const list = (kind: string) =>
      definitions.filter((row) => row.table === table && row.what === kind).map(({ definition }) => definition)
    return {
      table,
      columns: columns.filter((row) => row.table === table).map(({ table: _, ...column }) => column),
      indexes: list('indexes'),
      constraints: list('constraints'),
      triggers: list('triggers'),
    }
  })
}

/** The enum types of the schema with their values, as `name: a, b`. */
export const readEnums = async (orm: Orm): Promise<string[]> => {
  const rows: { enum: string }[] = await orm.em.execute(`
    select t.typname || ': ' || string_agg(e.enumlabel, ', ' order by e.enumsortorder) as enum
    from pg_type t join pg_enum e on e.enumtypid = t.oid
    where t.typnamespace = 'public'::regnamespace group by t.typname order by 1`)
  return rows.map((row) => row.enum)
}
