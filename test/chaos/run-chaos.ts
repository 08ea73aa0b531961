import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DataLensClient } from '../datalens-client.ts'
import { DataLensProcess, type ProcessPart } from '../datalens-process.ts'
import { isRunning } from '../processes.ts'
import { HomeAudit } from './audit-home.ts'
import { ChaosPerson } from './chaos-person.ts'
import { Decisions } from './decisions.ts'
import { keptFiles } from './kept-files.ts'
import { makeMixedFile } from './mixed-files.ts'
import { processesAt } from './processes-at.ts'
import { until } from './until.ts'

export interface Chaos {
  kills: number
  seed: number
  /** Hears of each kill. */
  say?: ((line: string) => void) | undefined
  /** Where the home is made; it stays there when something is wrong. */
  directory?: string | undefined
}

/** What came of it: how often each part was killed, how much was acknowledged, and everything that was wrong. */
export interface ChaosResult {
  killed: Record<string, number>
  acknowledged: number
  faults: string[]
}

/** What is killed, and how often; PostgreSQL in a third of all. */
const targets = {
  server: [20, ['server']],
  workers: [20, ['workers']],
  queries: [5, ['queries']],
  'server at its start': [15, ['server', 'workers', 'queries']],
  postgres: [13, ['postgres']],
  'a process of postgres': [5, ['backend']],
  everything: [15, ['server', 'workers', 'queries', 'postgres']],
} as const satisfies Record<string, readonly [number, readonly ProcessPart[]]>

type Target = keyof typeof targets
const weights = Object.fromEntries(Object.entries(targets).map(([name, [weight]]) => [name, weight]))
const names = ['ada', 'grace', 'emmy']

/** Lets people use a DataLens of their own while its processes are killed, and holds it to its promises each time. */
export const runChaos = async ({ kills, seed, say = () => {}, directory = tmpdir() }: Chaos): Promise<ChaosResult> => {
  const root = await mkdtemp(join(directory, 'datalens-chaos-'))
  const scene = await setScene(root)
  const result: ChaosResult = { killed: {}, acknowledged: 0, faults: [] }
  try {
    for (let kill = 1; kill <= kills && result.faults.length === 0; kill += 1) {
      const decide = new Decisions(seed, kill)
      const target = decide.weighted(weights) as Target
      const afterMs = Math.round(decide.between(5, 2_500))
      say(`${kill} of ${kills}: ${target} after ${afterMs} ms`)
      result.killed[target] = (result.killed[target] ?? 0) + 1
      const act = (stop: AbortSignal) =>
        scene.people.map((person, index) => person.act(new Decisions(seed, kill, index), stop))
      const began = performance.now()
      result.faults.push(...(await killOnce(scene, { target, afterMs, act })))
      const ranAt = performance.now()
      result.faults.push(...(await faultsOf(scene)))
      const [running, atRest] = [ranAt - began, performance.now() - ranAt].map((ms) => (ms / 1000).toFixed(1))
      say(`  ran again after ${running} s, was at rest ${atRest} s later`)
    }
    result.acknowledged = scene.people.reduce((sum, { facts }) => sum + facts.datasets.size, 0)
    if (result.faults.length === 0) result.faults.push(...(await endEverything(scene, seed)))
  } finally {
    await scene.datalens.stop()
  }
  for (const left of processesAt(root)) result.faults.push(`A process is left: ${left}`)
  for (const name of await readdir(scene.temporary)) result.faults.push(`The temporary file ${name} is left.`)
  if (result.faults.length === 0) await rm(root, { recursive: true, force: true })
  else result.faults.push(`The home is kept in ${root}; its last words: ${scene.datalens.log.slice(-4_000)}`)
  return result
}

const setScene = async (root: string) => {
  const [home, temporary, made] = ['home', 'tmp', 'made'].map((name) => join(root, name)) as [string, string, string]
  await Promise.all([home, temporary, made].map((path) => mkdir(path)))
  const datalens = new DataLensProcess(home, { TMPDIR: temporary, LOG_LEVEL: 'error' })
  await datalens.start()
  const clients = await Promise.all(names.map((name) => DataLensClient.register(datalens.url, name)))
  let files = 0
  const makeFile = (decide: Decisions) => {
    files += 1
    return makeMixedFile(decide, files, made)
  }
  const people = clients.map((client) => new ChaosPerson(client, makeFile))
  return { datalens, temporary, clients, people, audit: new HomeAudit(home) }
}

type Scene = Awaited<ReturnType<typeof setScene>>

/** Kills while everybody acts, and goes on when everything runs again. */
const killOnce = async (
  { datalens, clients }: Scene,
  { target, afterMs, act }: { target: Target; afterMs: number; act: (stop: AbortSignal) => Promise<void>[] },
): Promise<string[]> => {
  const faults: string[] = []
  const parts: readonly ProcessPart[] = targets[target][1]
  const stopping = new AbortController()
  const acting = act(stopping.signal)
  await sleep(target === 'server at its start' ? afterMs / 4 : afterMs)
  const { workerPids, queryPids } = datalens
  if (target === 'server at its start') {
    await datalens.kill('server')
    const starting = datalens.start().catch(() => {})
    await sleep(afterMs)
    await datalens.kill(...parts)
    await starting
  } else await datalens.kill(...parts)
  if (!parts.includes('server')) await sleep(100 + afterMs / 4)
  stopping.abort()
  await Promise.all(acting)
  if (parts.includes('server')) {
    for (const pid of [...workerPids, ...queryPids]) {
      faults.push(...(await until(10_000, () => (isRunning(pid) ? [`The process ${pid} outlived its server.`] : []))))
    }
    await datalens.start()
    for (const client of clients) await client.moveTo(datalens.url)
  }
  const health = async () => ((await fetch(`${datalens.url}/health`)).ok ? [] : ['The server does not come to itself.'])
  return [...faults, ...(await until(60_000, health))]
}

const faultsOf = async ({ audit, people }: Scene): Promise<string[]> => [
  ...(await audit.faults(people.map(({ facts }) => facts))),
  ...people.flatMap(({ faults }) => faults.splice(0)),
]

/** Ends what was interrupted, then deletes everything: no byte may be left, on the disk or in the books. */
const endEverything = async (scene: Scene, seed: number): Promise<string[]> => {
  await Promise.all(scene.people.map((person, index) => person.settle(new Decisions(seed, 0, index))))
  const faults = await faultsOf(scene)
  if (faults.length > 0) return faults
  for (const client of scene.clients) await deleteEverything(client)
  return nothingIsLeft(scene)
}

const deleteEverything = async (client: DataLensClient): Promise<void> => {
  for (const list of ['/datasets', '/trash']) {
    const { items } = await client.get<{ items: { id: string }[] }>(`${list}?limit=1000`)
    for (const { id } of items) await client.ask('DELETE', `/datasets/${id}?permanent=true`)
  }
}

/** After everything was deleted no file and no byte is counted any more. */
const nothingIsLeft = async ({ datalens: { home }, clients }: Scene): Promise<string[]> => {
  const faults: string[] = []
  for (const client of clients) {
    const { storage_used_bytes: used } = await client.get<{ storage_used_bytes: number }>('/auth/me')
    if (used !== 0) faults.push(`${used} bytes are counted of somebody who has nothing.`)
    const { total } = await client.get<{ total: number }>('/uploads')
    if (total !== 0) faults.push(`${total} uploads wait for their end.`)
  }
  return [...faults, ...(await until(60_000, async () => (await keptFiles(home)).map((path) => `${path} is left.`)))]
}
