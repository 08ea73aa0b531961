import { quotedWords } from './duckdb-words.ts'

/** A name as SQL writes it: in quotes where it would be read as something else without them. */
export const quoteName = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !quotedWords.has(name.toLowerCase())
    ? name
    : `"${name.replaceAll('"', '""')}"`
