import { randomUUID } from 'node:crypto'
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunAs } from './run-as.ts'

/** Where the server listens: a Unix socket in a directory of its own, or (Windows) a port of this machine alone. */
export interface ListenPlace {
  /** What a client takes as the host. */
  host: string
  port: number
  /** The server's settings for it. */
  settings: Record<string, string>
  remove(): Promise<void>
}

const socketPort = 5432
/** A socket's address holds at most this many bytes, without its closing NUL. */
const longestSocketPath = process.platform === 'darwin' ? 103 : 107

/** Prefers a socket in `directory`; takes one in the system's temporary directory where the path is too long or the disk has no sockets. */
export async function chooseListenPlace(directory: string, runAs: RunAs): Promise<ListenPlace> {
  if (process.platform === 'win32') return loopbackPlace()
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { mode: 0o700 })
  const usable = (await canListen(directory)) ? directory : await mkdtemp(join(tmpdir(), 'datalens-'))
  if (runAs.user) await chown(usable, runAs.user.uid, runAs.user.gid)
  return {
    host: usable,
    port: socketPort,
    settings: {
      listen_addresses: '',
      unix_socket_directories: usable,
      unix_socket_permissions: '0700',
      port: `${socketPort}`,
    },
    remove: () => rm(usable, { recursive: true, force: true }),
  }
}

async function canListen(directory: string): Promise<boolean> {
  if (Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) > longestSocketPath) return false
  // A name no longer than the one PostgreSQL will use.
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(join(directory, randomUUID().slice(0, 8)), () => server.close(() => resolve(true)))
  })
}

async function loopbackPlace(): Promise<ListenPlace> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return {
    host: '127.0.0.1',
    port,
    settings: { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: `${port}` },
    remove: async () => {},
  }
}
