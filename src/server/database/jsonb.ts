import { type RawBuilder, sql } from 'kysely'

const unstorable = /\\u(0000|d[89a-f])/i

/** A value for a jsonb column, which holds neither NUL nor half a surrogate pair: such text is made storable. */
export const jsonb = (value: unknown): RawBuilder<unknown> => {
  const json = JSON.stringify(value)
  const stored = unstorable.test(json)
    ? JSON.stringify(value, (_, part) => (typeof part === 'string' ? storableText(part) : part))
    : json
  return sql`${stored}::jsonb`
}

/** A value for a json column, which keeps it as it is. */
export const json = (value: unknown): RawBuilder<unknown> => sql`${JSON.stringify(value)}::json`

/** Text that PostgreSQL can store: NUL becomes its symbol, half a surrogate pair the replacement character. */
export const storableText = (text: string): string => text.replaceAll('\0', '\u2400').toWellFormed()
