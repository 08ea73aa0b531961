import type pg from 'pg'

/**
 * Gives a connection that is lost while it is lent back to the pool. Who rolls back over it fails, and kysely gives back
 * a connection only after a rollback that succeeds: without this the place would be taken for as long as the process
 * lives, and closing the pool would wait for it.
 */
export const giveBackLostConnections = (pool: pg.Pool): void => {
  pool.on('connect', (client) => {
    client.once('end', () => {
      try {
        client.release(true)
      } catch {
        // It was not lent: the pool has let go of it by itself.
      }
      client.release = () => {}
    })
  })
}
