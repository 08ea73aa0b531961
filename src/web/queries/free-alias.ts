import { foldText } from '../ui/fold-text.ts'
import { quotedWords } from './duckdb-words.ts'

const longest = 15

/** An alias for a dataset, made of its title, that no other table of the query has and that needs no quotes. */
export const freeAlias = (title: string, taken: readonly string[]): string => {
  const plain = foldText(title)
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '')
  const base = wholeWords(plain) || 'other'
  const isFree = (alias: string) => !taken.some((other) => other.toLowerCase() === alias) && !quotedWords.has(alias)
  if (isFree(base)) return base
  let number = 2
  while (!isFree(`${base}_${number}`)) number += 1
  return `${base}_${number}`
}

/** As many words from the beginning as are short together; a long first one is cut. */
const wholeWords = (words: string): string => {
  if (words.length <= longest) return words
  const end = words.lastIndexOf('_', longest)
  return words.slice(0, end > 0 ? end : longest)
}
