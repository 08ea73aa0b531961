import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { hashSync } from '@node-rs/bcrypt'
import { afterEach, describe, expect, test } from 'vitest'
import { createPasswordHasher, type PasswordHasher, passwordCost } from './password-hasher.ts'

const open: PasswordHasher[] = []

const hasherOf = (options: Parameters<typeof createPasswordHasher>[0]) => {
  const hasher = createPasswordHasher(options)
  open.push(hasher)
  return hasher
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((hasher) => hasher.close()))
})

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

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

test('nobody can tell from the time whether there is a hash, or how old it is', async () => {
  const hasher = hasherOf({ cost: 9, threads: 1 })
  const arms: Record<string, string | null> = {
    current: hashSync('right password', { cost: 9 }),
    old: hashSync('right password', { cost: 7 }),
    none: null,
    damaged: 'x',
  }
  const times = Object.fromEntries(Object.keys(arms).map((name) => [name, [] as number[]]))
  for (let round = 0; round < 25; round += 1) {
    for (const [name, hash] of Object.entries(arms)) {
      const startedAt = performance.now()
      await hasher.verify('wrong password', hash)
      times[name]?.push(performance.now() - startedAt)
    }
  }
  const current = median(times.current ?? [])
  for (const name of ['old', 'none', 'damaged']) {
    expect(median(times[name] ?? []) / current, name).toBeGreaterThan(0.85)
    expect(median(times[name] ?? []) / current, name).toBeLessThan(1.15)
  }
})

describe('24 sign-ins at once', () => {
  test('keep neither file reads nor the event loop waiting', async () => {
    const hasher = hasherOf({ cost: 10 })
    const directory = mkdtempSync(join(tmpdir(), 'datalens-hasher-'))
    const file = join(directory, 'file')
    writeFileSync(file, Buffer.alloc(64 * 1024))
    await hasher.verify('x', null)

    const hashing = Promise.all(Array.from({ length: 24 }, () => hasher.verify('x', null)))
    let isHashing = true
    void hashing.then(() => {
      isHashing = false
    })
    const waits: number[] = []
    while (isHashing) {
      const startedAt = performance.now()
      await readFile(file)
      waits.push(performance.now() - startedAt)
      await setTimeout(2)
    }
    rmSync(directory, { recursive: true })
    expect(waits.length).toBeGreaterThan(20)
    expect(median(waits)).toBeLessThan(20)
  })
})
