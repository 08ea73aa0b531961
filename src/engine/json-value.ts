import type { JsonType } from '../shared/column-kind.ts'

type ListValue = { items: readonly unknown[] }
type StructValue = { entries: Readonly<Record<string, unknown>> }
type MapValue = { entries: readonly { key: unknown; value: unknown }[] }
type UnionValue = { tag: string; value: unknown }

/**
 * The one place where a value of DuckDB becomes JSON, by the column's SQL type and JSON type: dates and times as ISO
 * text (a zoned time in UTC with `Z`), exact numbers as strings where `json` says so, infinities (also of dates) and NaN as words,
 * nested values as arrays and objects in which only integers beyond 2^53 and decimals are strings.
 */
export function toJsonValue(value: unknown, sqlType: string, json: JsonType): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return sqlType === 'JSON' ? parseExactJson(value) : value
  if (typeof value === 'bigint') return json === 'string' ? value.toString() : Number(value)
  if (typeof value === 'number') return json === 'string' ? String(value) : finiteOrWord(value, sqlType)
  if (typeof value === 'object' && json !== 'array' && json !== 'object') return textOf(value, sqlType)
  return nestedValue(value, sqlType)
}

function finiteOrWord(value: number, sqlType: string): number | string {
  if (!Number.isFinite(value)) return String(value)
  return sqlType === 'FLOAT' ? shortestFloat(value) : value
}

/** The shortest decimal that is the same 32-bit float: 0.1, not 0.10000000149011612. */
function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return value
}

function textOf(value: object, sqlType: string): string {
  const text = infinityOf(value) ?? String(value)
  if (!sqlType.startsWith('TIMESTAMP')) return text
  const iso = text.replace(/^(\S+) (\d)/, '$1T$2')
  return sqlType === 'TIMESTAMP WITH TIME ZONE' ? iso.replace(/\+00$/, 'Z') : iso
}

function nestedValue(value: unknown, sqlType?: string): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return finiteOrWord(value, sqlType ?? 'DOUBLE')
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (typeof value !== 'object') return value
  if ('items' in value) return (value as ListValue).items.map((item) => nestedValue(item))
  if ('tag' in value) return nestedValue((value as UnionValue).value)
  if (!('entries' in value)) return scalarText(value)
  if (Array.isArray(value.entries)) return mapValue(value as MapValue)
  return Object.fromEntries(
    Object.entries((value as StructValue).entries).map(([name, field]) => [name, nestedValue(field)]),
  )
}

function mapValue({ entries }: MapValue): unknown {
  if (entries.every(({ key }) => typeof key === 'string')) {
    return Object.fromEntries(entries.map(({ key, value }) => [key as string, nestedValue(value)]))
  }
  return entries.map(({ key, value }) => ({ key: nestedValue(key), value: nestedValue(value) }))
}

/** An infinite date or timestamp, which only some of their classes write as the word. */
function infinityOf(value: object): string | undefined {
  if (!('isFinite' in value) || value.isFinite !== false) return undefined
  return (Object.values(value) as (number | bigint)[]).some((field) => field > 0) ? 'infinity' : '-infinity'
}

function scalarText(value: object): unknown {
  if ('type' in value && 'value' in value) return nestedValue(value.value)
  const infinity = infinityOf(value)
  if (infinity !== undefined) return infinity
  const text = String(value)
  return 'micros' in value || 'nanos' in value || 'millis' in value || 'seconds' in value
    ? text.replace(/^(\S+) (\d.*?)(\+00)?$/, (_, date, time, utc) => `${date}T${time}${utc ? 'Z' : ''}`)
    : text
}

/** Parses JSON text; integers beyond 2^53 become strings rather than other integers. */
function parseExactJson(text: string): unknown {
  try {
    return JSON.parse(text, exactNumber)
  } catch {
    return text
  }
}

function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value)) return value
  return /^-?\d+$/.test(source) || !Number.isFinite(value) ? source : value
}
