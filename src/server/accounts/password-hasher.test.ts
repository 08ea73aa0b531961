import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { hashSync } from '@node-rs/bcrypt'
import { afterEach, expect, test } from 'vitest'
import { createPasswordHasher, type PasswordHasher, passwordCost } from './password-hasher.ts'
import verifyInThread from './password-worker.ts'

const open: PasswordHasher[] = []

const hasherOf = (options: Parameters<typeof createPasswordHasher>[0]) => {
  const hasher = createPasswordHasher(options)
  open.push(hasher)
  return hasher
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hasher) => hasher.close()))
})

test('the cost is 12 unless somebody asks for another', async () => {
  expect(passwordCost).toBe(12)
  expect(await hasherOf({}).hash('correct horse')).toMatch(/^\$2b\$12\$/)
})

test('a hash knows its password and no other', async () => {
  const hasher = hasherOf({ cost: 4 })
  const hash = await hasher.hash('pässwörd 🗝')
  expect(await hasher.verify('pässwörd 🗝', hash)).toBe(true)
  expect(await hasher.verify('pässwörd', hash)).toBe(false)
  expect(await hasher.verify('', hash)).toBe(false)
  expect(await hasher.hash('pässwörd 🗝')).not.toBe(hash)
})

test('a letter with its accent is the same in one character or two', async () => {
  const hasher = hasherOf({ cost: 4 })
  const [one, two] = ['pässwörd'.normalize('NFC'), 'pässwörd'.normalize('NFD')]
  expect(one).not.toBe(two)
  expect(await hasher.verify(two, await hasher.hash(one))).toBe(true)
  expect(await hasher.verify(one, await hasher.hash(two))).toBe(true)
  expect(await hasher.hash('ä'.normalize('NFD').repeat(36))).toMatch(/^\$2b/)
})

test('nobody has any password, and a damaged hash has none', async () => {
  const hasher = hasherOf({ cost: 4 })
  for (const hash of [null, '', 'x', '$2b$04$', '*']) {
    expect(await hasher.verify('', hash)).toBe(false)
    expect(await hasher.verify('.', hash)).toBe(false)
  }
})

test.each([
  ['73 bytes', 'p'.repeat(73)],
  ['25 characters of 3 bytes', '€'.repeat(25)],
  ['a NUL', 'pass\0word'],
])('a password with %s is neither hashed nor right', async (_, password) => {
  const hasher = hasherOf({ cost: 4 })
  await expect(hasher.hash(password)).rejects.toThrow('longer than bcrypt reads')
  expect(await hasher.verify(password, hashSync(password, { cost: 4 }))).toBe(false)
})

test('a hash is outdated when new ones cost more', () => {
  const hasher = hasherOf({ cost: 5 })
  expect([4, 5, 6].map((cost) => hasher.isOutdated(hashSync('x', { cost })))).toEqual([true, false, false])
})

test('more than fit in the queue are told at once that it is busy', async () => {
  const hasher = hasherOf({ cost: 10, threads: 1, queue: 5 })
  const startedAt = performance.now()
  const answers = await Promise.allSettled(Array.from({ length: 12 }, () => hasher.verify('x', null)))
  const refused = answers.filter(({ status }) => status === 'rejected')
  expect(performance.now() - startedAt).toBeLessThan(10_000)
  expect(refused.length).toBeGreaterThanOrEqual(6)
  expect(refused.length).toBeLessThan(12)
  for (const answer of refused) {
    expect((answer as PromiseRejectedResult).reason).toMatchObject({ code: 'busy', headers: { 'retry-after': '5' } })
  }
  expect(await hasher.verify('x', null)).toBe(false)
})

test('the work of a refusal does not tell whether there is a hash, or how old it is', () => {
  const cost = 8
  const arms: Record<string, string | null> = {
    current: hashSync('right password', { cost }),
    old: hashSync('right password', { cost: cost - 2 }),
    none: null,
    damaged: 'x',
  }
  const workOf = (hash: string | null) => {
    const before = process.cpuUsage()
    verifyInThread({ kind: 'verify', password: 'wrong password', hash, cost })
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
  const least = (hash: string | null) => Math.min(...Array.from({ length: 12 }, () => workOf(hash)))
  const current = least(arms.current ?? null)
  for (const name of ['old', 'none', 'damaged']) {
    expect(least(arms[name] ?? null) / current, name).toBeGreaterThan(0.8)
    expect(least(arms[name] ?? null) / current, name).toBeLessThan(1.25)
  }
})

test('while 24 people sign in files are read as always: the threads for that are not ours', async () => {
  const hasher = hasherOf({ cost: 10 })
  const directory = mkdtempSync(join(tmpdir(), 'datalens-hasher-'))
  const file = join(directory, 'file')
  writeFileSync(file, Buffer.alloc(64 * 1024))
  await hasher.verify('x', null)

  let hashing = 24
  const all = Promise.all(Array.from({ length: 24 }, () => hasher.verify('x', null).then(() => (hashing -= 1))))
  let readsBeforeHalf = 0
  while (hashing > 12) {
    await readFile(file)
    readsBeforeHalf += 1
    await setTimeout(1)
  }
  await all
  rmSync(directory, { recursive: true })
  expect(readsBeforeHalf).toBeGreaterThan(20)
})
