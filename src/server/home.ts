import { chmod, mkdir, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'

/** Where everything that DataLens keeps has its place; all paths are absolute. */
export interface Home {
  root: string
  /** Originals as they were uploaded, and the tables made of them. */
  files: string
  /** Work under way; whatever is here may be deleted while DataLens is stopped. */
  tmp: string
  secrets: string
  postgres: string
  /** Messages that could not be sent because no mail server is set. */
  mail: string
  lockFile: string
  /** Names the process that holds the lock. */
  ownerFile: string
  /** How the command line reaches the embedded PostgreSQL while it runs. */
  connectionFile: string
}

/** The places in a home, whether it exists yet or not. */
export function homeAt(root: string): Home {
  return {
    root,
    files: join(root, 'files'),
    tmp: join(root, 'tmp'),
    secrets: join(root, 'secrets'),
    postgres: join(root, 'postgres'),
    mail: join(root, 'mail'),
    lockFile: join(root, 'lock'),
    ownerFile: join(root, 'owner.json'),
    connectionFile: join(root, 'postgres', 'connection.json'),
  }
}

/** Makes the home where it is missing. Nobody else may enter its directories, also after a copy that lost their modes. */
export async function openHome(path: string): Promise<Home> {
  await mkdir(path, { recursive: true, mode: 0o700 })
  const home = homeAt(await realpath(path))
  for (const directory of [home.files, home.tmp, home.secrets, home.postgres, home.mail]) {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await chmod(directory, 0o700)
  }
  for (const secret of await readdir(home.secrets)) await chmod(join(home.secrets, secret), 0o600)
  return home
}
