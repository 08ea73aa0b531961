import { titleSchema } from '../../shared/dataset.ts'
import { type ReadingOptions, readingOptionsSchema } from '../../shared/reading-options.ts'
import { invalid } from '../http/problem-error.ts'
import { safeExtension } from './stored-file.ts'

export interface UploadFields {
  title: string
  /** How to read the file, where the person has decided it. */
  options: ReadingOptions | null
}

/** What the form of an upload says besides the file. */
export const parseUploadFields = (fields: Map<string, string>, fileName: string): UploadFields => ({
  title: parseTitle(fields.get('title')) ?? titleOf(fileName),
  options: parseOptions(fields.get('options')),
})

const parseTitle = (text: string | undefined): string | undefined => {
  if (!text?.trim()) return undefined
  const { data, error } = titleSchema.safeParse(text)
  if (error) throw invalid('title', error.issues[0]?.message ?? 'This title cannot be used.')
  return data
}

const parseOptions = (text: string | undefined): ReadingOptions | null => {
  if (!text?.trim()) return null
  let options: unknown
  try {
    options = JSON.parse(text)
  } catch {
    throw invalid('options', 'The options must be a JSON object.')
  }
  const { data, error } = readingOptionsSchema.safeParse(options)
  if (data) return Object.keys(data).length === 0 ? null : data
  const [issue] = error.issues
  const path = ['options', ...(issue?.path ?? [])].join('.')
  throw invalid(path, issue?.message ?? 'These options cannot be used.')
}

/** The file's name without its directories and without the extensions of data files. */
export const titleOf = (fileName: string): string => {
  let title = fileName.split(/[/\\]/).at(-1)?.trim() ?? ''
  while (safeExtension(title)) title = title.replace(/\.[^.]*$/, '').trim()
  return title.slice(0, 300).toWellFormed().trim() || 'Untitled'
}
