import { quotedWords } from './duckdb-words.ts'

const longest = 30

/** An alias for a dataset, made of its title, that no other table of the query has and that needs no quotes. */
export const freeAlias = (title: string, taken: readonly string[]): string => {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, longest)
    .replace(/^[_\d]+|_+$/g, '')
  const base = plain || 'other'
  const isFree = (alias: string) => !taken.some((other) => other.toLowerCase() === alias) && !quotedWords.has(alias)
  if (isFree(base)) return base
  let number = 2
  while (!isFree(`${base}_${number}`)) number += 1
  return `${base}_${number}`
}
