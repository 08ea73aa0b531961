import pg from 'pg'

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

const longestPause = 5_000
const aliveEvery = 30_000

/** Hears what PostgreSQL's NOTIFY sends, over one connection of its own that is made anew whenever it is lost. */
export const listen = ({ databaseUrl, channel, onMessage, onGap, log }: ListenerOptions): Listener => {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let failures = 0
  let hasListened = false
  const ready = Promise.withResolvers<void>()

  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: 'datalens events',
    })
    client = fresh
    let isLost = false
    const lose = (error: unknown) => {
      if (isLost || isClosed) return
      isLost = true
      clearTimeout(timer)
      fresh.end().catch(() => {})
      const pause = Math.min(longestPause, 50 * 2 ** failures)
      failures += 1
      log?.(`The connection that hears of changes is lost; trying again in ${pause} ms`, error)
      timer = setTimeout(connect, pause)
    }
    const checkAlive = () => {
      timer = setTimeout(() => void fresh.query('select 1').then(checkAlive, lose), aliveEvery)
      timer.unref()
    }
    fresh.on('error', lose)
    fresh.on('end', () => lose(new Error('The connection ended')))
    fresh.on('notification', ({ payload }) => onMessage(payload ?? ''))
    try {
      await fresh.connect()
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    } catch (error) {
      return lose(error)
    }
    if (isClosed) return
    failures = 0
    checkAlive()
    ready.resolve()
    if (hasListened) onGap()
    hasListened = true
  }

  void connect()
  return {
    ready: ready.promise,
    async close() {
      isClosed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
