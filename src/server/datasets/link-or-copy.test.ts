import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { linkOrCopy } from './link-or-copy.ts'

test('a file gets another name, on another file system too, and one that is not there none', async () => {
  const places = [tmpdir(), existsSync('/dev/shm') ? '/dev/shm' : tmpdir()]
  const [here = '', there = ''] = await Promise.all(places.map((place) => mkdtemp(join(place, 'datalens-link-'))))
  onTestFinished(() => Promise.all([here, there].map((place) => rm(place, { recursive: true }))).then(() => {}))
  const from = join(here, 'rejects')
  await writeFile(from, 'three rows')
  for (const place of [here, there]) {
    await linkOrCopy(from, join(place, 'second'))
    expect(await readFile(join(place, 'second'), 'utf8')).toBe('three rows')
    await linkOrCopy(join(here, 'none'), join(place, 'third'))
    expect(existsSync(join(place, 'third'))).toBe(false)
  }
})
