import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { copyDatabase } from './copy-database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the addresses of the DataLens that test files share and of its database. */
    sharedDatalens: string
  }
}

/** One DataLens for all test files that need none of their own; it starts when the first of them asks for it. */
export default async function shareDatalens(project: TestProject): Promise<() => Promise<void>> {
  let running: ReturnType<typeof start> | undefined
  const start = async () => {
    const { startDatalens } = await import('./start-datalens.ts')
    const databaseUrl = await copyDatabase(project.getProvidedContext().postgresUrl)
    return { ...(await startDatalens(databaseUrl)), databaseUrl }
  }
  const door = createServer((_, answer) => {
    running ??= start()
    running.then(
      ({ url, databaseUrl }) => answer.end(JSON.stringify({ url, databaseUrl })),
      (error) => answer.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('sharedDatalens', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)
  return async () => {
    door.close()
    await (await running)?.close()
  }
}
