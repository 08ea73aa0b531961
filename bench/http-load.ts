import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'

/** Requests for one address, always `connections` of them under way, for so many milliseconds. */
export type Load = { url: string; headers: Record<string, string>; connections: number; milliseconds: number }

export type LoadFigures = { per_second: number; p50: number; p95: number }

/** Puts load on a server from a process of its own, so that asking costs the answering process nothing. */
export async function measureLoad(load: Load): Promise<LoadFigures> {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: process.execArgv })
  child.send(load)
  const [figures] = await once(child, 'message')
  child.disconnect()
  return figures as LoadFigures
}

async function run({ url, headers, connections, milliseconds }: Load): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  const began = performance.now()
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const askedAt = performance.now()
      get(url, { agent, headers }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`))
        answer.resume()
        answer.on('end', () => {
          times.push(performance.now() - askedAt)
          resolve()
        })
      }).on('error', reject)
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
  return { per_second: (times.length / elapsed) * 1000, p50: at(0.5), p95: at(0.95) }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.send) {
  process.once('message', async (load: Load) => {
    process.send?.(await run(load))
  })
}
