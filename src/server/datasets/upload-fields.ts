import { z } from 'zod'
import { titleSchema } from '../../shared/dataset.ts'
import { invalid } from '../http/problem-error.ts'
import { safeExtension } from './stored-file.ts'

const optionsSchema = z.record(z.string(), z.unknown())

export interface UploadFields {
  title: string
  /** How to read the file, where the person has decided it. */
  options: Record<string, unknown> | null
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

/** What cannot be followed yet is refused, so that no file is read in another way than it was asked to be. */
const parseOptions = (text: string | undefined): Record<string, unknown> | null => {
  if (!text?.trim()) return null
  let options: Record<string, unknown>
  try {
    options = optionsSchema.parse(JSON.parse(text))
  } catch {
    throw invalid('options', 'The options must be a JSON object.')
  }
  if (Object.keys(options).length === 0) return null
  throw invalid('options', 'How a file is read cannot be chosen yet. Leave the options out; nothing was stored.')
}

/** The file's name without its directories and without the extensions of data files. */
export const titleOf = (fileName: string): string => {
  let title = fileName.split(/[/\\]/).at(-1)?.trim() ?? ''
  while (safeExtension(title)) title = title.replace(/\.[^.]*$/, '').trim()
  return title.slice(0, 300).toWellFormed().trim() || 'Untitled'
}
