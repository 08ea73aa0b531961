import type { Text } from '@codemirror/state'

/**
 * Where an error stands in a text: from the place that was told (line and column from 1, columns in code points) to the
 * end of the word there, at least one character; the whole text where no place was told.
 */
export const errorRange = (
  text: Text,
  { line, column }: { line?: number | undefined; column?: number | undefined },
): { from: number; to: number } => {
  if (line === undefined || line < 1 || line > text.lines) return { from: 0, to: text.length }
  const at = text.line(line)
  const before = [...at.text].slice(0, Math.max(0, (column ?? 1) - 1)).join('').length
  const from = Math.min(at.from + before, at.to)
  const word = /^(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}\p{N}_.]+|\S)/u.exec(at.text.slice(from - at.from))?.[0] ?? ''
  if (word) return { from, to: from + word.length }
  return from > 0 ? { from: from - 1, to: from } : { from, to: Math.min(text.length, from + 1) }
}
