import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Home, openHome } from './home.ts'
import { findHomeOwner, HomeInUseError, takeHomeLock } from './home-lock.ts'

let home: Home
const children: ChildProcess[] = []
beforeEach(async () => {
  home = await openHome(mkdtempSync(join(tmpdir(), 'datalens-lock-')))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(home.root, { recursive: true })
})

/** A process that takes the lock, tells so, and stays. */
async function startOwner(): Promise<ChildProcess> {
  const program = `
    const [{ openHome }, { takeHomeLock }] = await Promise.all([import('./home.ts'), import('./home-lock.ts')])
    const lock = await takeHomeLock(await openHome(${JSON.stringify(home.root)}), 'datalens serve')
    await lock.announce('http://127.0.0.1:8123')
    process.send('held')
    setInterval(() => {}, 1000)`
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', program],
    { cwd: import.meta.dirname, stdio: ['ignore', 'inherit', 'ignore', 'ipc'] },
  )
  children.push(child)
  const [outcome] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (outcome !== 'held') throw new Error(`the owner ended with ${outcome}`)
  return child
}

test('a second owner is refused by a sentence that says who holds the home', async () => {
  const owner = await startOwner()
  const refusal = await takeHomeLock(home, 'datalens serve').catch((error: Error) => error)
  expect(refusal).toBeInstanceOf(HomeInUseError)
  expect((refusal as Error).message).toMatch(
    new RegExp(
      `^${home.root} is in use by datalens serve \\(process ${owner.pid}, since .*, at http://127.0.0.1:8123\\)`,
    ),
  )
})

test('a killed owner holds nothing, whatever it left behind', async () => {
  const owner = await startOwner()
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  expect(await findHomeOwner(home)).toMatchObject({ pid: owner.pid })
  const lock = await takeHomeLock(home, 'datalens db upgrade')
  expect(await findHomeOwner(home)).toMatchObject({ pid: process.pid, purpose: 'datalens db upgrade' })
  await lock.release()
})

test('of many that come at once, one gets it', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => takeHomeLock(home, 'datalens serve')))
  const held = tries.filter((outcome) => outcome.status === 'fulfilled')
  expect(held).toHaveLength(1)
  await held[0]?.value.release()
})

test('after a release the next owner gets it and no name is left', async () => {
  const lock = await takeHomeLock(home, 'datalens serve')
  await lock.release()
  await lock.release()
  expect(await findHomeOwner(home)).toBeUndefined()
  await (await takeHomeLock(home, 'datalens serve')).release()
})

test('the lock survives a back-up that reads the file', async () => {
  const lock = await takeHomeLock(home, 'datalens serve')
  execFileSync(process.execPath, ['--eval', `fs.cpSync('${home.lockFile}', '${join(home.tmp, 'copy')}')`])
  await expect(startOwner()).rejects.toThrow('ended with 1')
  await lock.release()
})
