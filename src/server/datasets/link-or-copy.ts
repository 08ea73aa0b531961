import { copyFile, link } from 'node:fs/promises'

/** Gives a file a second name, or copies it where the file system has no such names; nothing where there is no file. */
export const linkOrCopy = async (from: string, to: string): Promise<void> => {
  await link(from, to)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw error
      return copyFile(from, to)
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
}
