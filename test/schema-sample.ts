import { randomBytes } from 'node:crypto'

/** The part of JSON Schema that the API uses. */
export interface Schema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minItems?: number
  minimum?: number
  additionalProperties?: boolean | Schema
  $ref?: string
}

/** What a field of this name holds when it is to pass. */
const byName: Record<string, () => unknown> = {
  email: () => `user-${randomBytes(6).toString('hex')}@example.org`,
  username: () => `user-${randomBytes(6).toString('hex')}`,
  password: () => 'seven wet harbour cranes',
  new_password: () => 'seven wet harbour cranes',
  current_password: () => 'correct horse battery',
  login: () => 'nobody-of-that-name',
  scopes: () => ['read'],
  code: () => '123456',
}

/** A value that fits `schema`, with every property there is. */
export const sampleOf = (schema: Schema, resolve: (ref: string) => Schema, name = '', depth = 0): unknown => {
  if (schema.$ref) return sampleOf(resolve(schema.$ref), resolve, name, depth)
  if (byName[name]) return byName[name]()
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [choice] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? []
  if (choice) return sampleOf(choice, resolve, name, depth)
  const type = [schema.type].flat()[0]
  if (type === 'object') {
    if (depth > 4) return {}
    const entries = Object.entries(schema.properties ?? {})
    return Object.fromEntries(entries.map(([key, part]) => [key, sampleOf(part, resolve, key, depth + 1)]))
  }
  if (type === 'array') return schema.items && depth < 4 ? [sampleOf(schema.items, resolve, '', depth + 1)] : []
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (type === 'boolean') return false
  if (type === 'null') return null
  if (schema.format === 'uuid') return '00000000-0000-4000-8000-000000000000'
  if (schema.format === 'date-time') return new Date(Date.now() + 86_400_000).toISOString()
  return 'a'
}

/** Every place in a value, as the keys that lead there. */
export const placesIn = (value: unknown, path: (string | number)[] = []): (string | number)[][] => {
  if (value === null || typeof value !== 'object') return [path]
  const parts = Array.isArray(value) ? value.map((part, n) => [n, part] as const) : Object.entries(value)
  return [path, ...parts.flatMap(([key, part]) => placesIn(part, [...path, key]))]
}

/** The value with another one at that place. */
export const withAt = (value: unknown, [key, ...rest]: (string | number)[], put: unknown): unknown => {
  if (key === undefined) return put
  if (Array.isArray(value)) return value.map((part, n) => (n === key ? withAt(part, rest, put) : part))
  const record = value as Record<string, unknown>
  return { ...record, [key]: withAt(record[key], rest, put) }
}
