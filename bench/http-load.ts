import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'

/** A GET, or a POST of a body as JSON. */
export type LoadRequest = { url: string; body?: object | undefined }

/** Requests in turn, always `connections` of them under way, for so many milliseconds. */
export type Load = {
  requests: LoadRequest[]
  headers: Record<string, string>
  connections: number
  milliseconds: number
}

/** `failed` are those that were not answered with 200; their times count too. */
export type LoadFigures = { per_second: number; p50: number; p95: number; failed: number }

/** Puts load on a server from a process of its own, so that asking costs the answering process nothing. */
export async function measureLoad(load: Load): Promise<LoadFigures> {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: process.execArgv })
  child.send(load)
  const [figures] = await once(child, 'message')
  child.disconnect()
  return figures as LoadFigures
}

async function run({ requests, headers, connections, milliseconds }: Load): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  let [asked, failed] = [0, 0]
  const began = performance.now()
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const { url, body } = requests[asked++ % requests.length] as LoadRequest
      const askedAt = performance.now()
      const asking = request(url, {
        agent,
        method: body ? 'POST' : 'GET',
        headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      })
      asking.on('error', reject)
      asking.on('response', (answer) => {
        if (answer.statusCode !== 200) failed += 1
        answer.resume()
        answer.on('end', () => {
          times.push(performance.now() - askedAt)
          resolve()
        })
      })
      asking.end(body && JSON.stringify(body))
    })
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() - began < milliseconds) await ask()
    }),
  )
  const elapsed = performance.now() - began
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? Number.NaN
  return { per_second: (times.length / elapsed) * 1000, p50: at(0.5), p95: at(0.95), failed }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', async (load: Load) => {
    process.send?.(await run(load))
  })
}
