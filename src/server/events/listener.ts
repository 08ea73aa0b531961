import pg from 'pg'
import { keepConnection } from '../database/lasting-connection.ts'

export interface Listener {
  /** Resolves when the first connection listens. */
  ready: Promise<void>
  /** Closes the connection; nothing is heard any more. */
  close(): Promise<void>
}

interface ListenerOptions {
  databaseUrl: string
  channel: string
  onMessage: (payload: string) => void
  /** Messages may have been missed: the connection was lost and is back. */
  onGap: () => void
  log?: (message: string, error: unknown) => void
}

/** Hears what PostgreSQL's NOTIFY sends, over one connection of its own that is made anew whenever it is lost. */
export const listen = ({ databaseUrl, channel, onMessage, onGap, log }: ListenerOptions): Listener => {
  const ready = Promise.withResolvers<void>()
  let hasListened = false
  const connection = keepConnection({
    databaseUrl,
    applicationName: 'datalens events',
    async prepare(client) {
      client.on('notification', ({ payload }) => onMessage(payload ?? ''))
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      ready.resolve()
      if (hasListened) onGap()
      hasListened = true
    },
    onLost: (error, pause) => log?.(`The connection that hears of changes is lost; trying again in ${pause} ms`, error),
  })
  return { ready: ready.promise, close: () => connection.close() }
}
