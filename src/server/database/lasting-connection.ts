import pg from 'pg'

/** A connection of its own, made anew whenever it is lost. */
export interface LastingConnection {
  /** Closes it; it is not made anew. */
  close(): Promise<void>
}

interface LastingConnectionOptions {
  databaseUrl: string
  /** What PostgreSQL shows of it, at most 63 bytes. */
  applicationName: string
  /** Makes a fresh connection useful; when it throws, another is made later. */
  prepare: (client: pg.Client) => Promise<void>
  onLost: (error: unknown, pauseMs: number) => void
}

const longestPause = 5_000
const aliveEvery = 30_000

/** Keeps a connection with what `prepare` has made of it, for as long as it is not closed. */
export const keepConnection = ({
  databaseUrl,
  applicationName,
  prepare,
  onLost,
}: LastingConnectionOptions): LastingConnection => {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let failures = 0

  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: applicationName,
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
      timer = setTimeout(connect, pause)
      onLost(error, pause)
    }
    const checkAlive = () => {
      timer = setTimeout(() => void fresh.query('select 1').then(checkAlive, lose), aliveEvery)
      timer.unref()
    }
    fresh.on('error', lose)
    fresh.on('end', () => lose(new Error('The connection ended')))
    try {
      await fresh.connect()
      await prepare(fresh)
    } catch (error) {
      return lose(error)
    }
    if (isClosed || isLost) return
    failures = 0
    checkAlive()
  }

  void connect()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
