import { link } from 'node:fs/promises'
import type { Db } from '../database/db.ts'
import type { Home } from '../home.ts'
import { keepOriginal } from './keep-original.ts'
import { absolutePath } from './stored-file.ts'

/** Gives the bytes of an original a second name, so that whatever is made of them can go its own way. */
export const linkOriginal = <T>(
  db: Db,
  home: Home,
  { path, ...file }: { userId: string; name: string; path: string; bytes: number },
  use: (id: string) => Promise<T>,
): Promise<T> => keepOriginal(db, home, { ...file, place: (stored) => link(absolutePath(home, path), stored) }, use)
