import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Every file that a home has of people, and every directory that was made for one piece of work, from the home on. */
export const keptFiles = async (home: string): Promise<string[]> => {
  const found = await Promise.all(
    ['files', 'tmp'].map((directory) => readdir(join(home, directory), { recursive: true, withFileTypes: true })),
  )
  const files = found.flat().filter((entry) => !entry.isDirectory() || /^[0-9a-f]{8}-/.test(entry.name))
  return files.map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
}
