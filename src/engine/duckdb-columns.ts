import {
  DuckDBArrayType,
  DuckDBListType,
  DuckDBMapType,
  type DuckDBResult,
  DuckDBStructType,
  type DuckDBType,
} from '@duckdb/node-api'

/**
 * A column of an answer. `sqlType` is DuckDB's name of the type; for JSON it is `JSON`, not the text below it. `parts` is
 * what a list, a struct or a map consists of, undefined for everything else.
 */
export type AnswerColumn = { name: string; sqlType: string; parts?: TypeParts | undefined }

/** A type inside a nested one. */
type PartType = { sqlType: string; parts?: TypeParts | undefined }

/** What a list, a struct or a map consists of. */
export type TypeParts =
  | { item: PartType }
  | { fields: ({ name: string } & PartType)[] }
  | { key: PartType; value: PartType }

/** The columns of an answer, as DuckDB names and types them. */
export function columnsOf(result: DuckDBResult): AnswerColumn[] {
  const types = result.columnTypes()
  return result.columnNames().map((name, index) => {
    const type = types[index]
    return type ? { name, ...partTypeOf(type) } : { name, sqlType: String(type) }
  })
}

function partTypeOf(type: DuckDBType): PartType {
  const sqlType = type.alias ?? String(type)
  const parts = partsOf(type)
  return parts ? { sqlType, parts } : { sqlType }
}

function partsOf(type: DuckDBType): TypeParts | undefined {
  if (type instanceof DuckDBListType || type instanceof DuckDBArrayType) return { item: partTypeOf(type.valueType) }
  if (type instanceof DuckDBMapType) return { key: partTypeOf(type.keyType), value: partTypeOf(type.valueType) }
  if (!(type instanceof DuckDBStructType)) return undefined
  const { entryNames, entryTypes } = type
  return { fields: entryTypes.map((entry, index) => ({ name: entryNames[index] ?? '', ...partTypeOf(entry) })) }
}
