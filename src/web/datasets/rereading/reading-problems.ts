import { type ReadingOptions, readingOptionsSchema } from '../../../shared/reading-options.ts'
import { ApiProblem, sentenceOf } from '../../api/problem.ts'

/** What is wrong with the options, by the field it stands beside: an option, or `columns.<index>.<part>`. */
export type ReadingProblems = ReadonlyMap<string, string>

/** What can be told without asking the server. */
export function problemsIn(options: ReadingOptions): ReadingProblems {
  const { error } = readingOptionsSchema.safeParse(options)
  return new Map((error?.issues ?? []).toReversed().map(({ path, message }) => [fieldOf(options, path), message]))
}

/** A refusal of the server beside the field it names, or else beside the one that was changed last. */
export function problemsOf(error: unknown, options: ReadingOptions, changed: string | undefined): ReadingProblems {
  if (!(error instanceof ApiProblem)) return new Map()
  const named = error.body.errors?.map(({ path, message }) => {
    const parts = path.split('.').filter((part) => part !== 'options' && part !== 'body')
    return [parts.length > 0 ? fieldOf(options, parts) : (changed ?? ''), message] as const
  })
  return new Map(named && named.length > 0 ? named : [[changed ?? '', sentenceOf(error)]])
}

function fieldOf(options: ReadingOptions, [option, at, part]: PropertyKey[]): string {
  if (option !== 'columns' || at === undefined) return String(option ?? '')
  return columnField(options.columns?.[Number(at)]?.index ?? 0, String(part ?? 'name'))
}

/** The name of the field for a part of a column. */
export const columnField = (index: number, part: string): string => `columns.${index}.${part}`
