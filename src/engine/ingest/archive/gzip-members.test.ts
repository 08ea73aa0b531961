import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { gzipMembers } from './gzip-members.ts'

const folder = mkdtempSync(join(tmpdir(), 'datalens-gzip-'))
const file = join(folder, 'file.gz')
const zero = Buffer.alloc(1)
const empty = gzipSync('')

afterAll(() => rmSync(folder, { recursive: true }))

async function unpack(parts: Buffer[], signal?: AbortSignal): Promise<{ content: Buffer; rest: number }> {
  writeFileSync(file, Buffer.concat(parts))
  const chunks: Buffer[] = []
  let rest = 0
  const onRest = (bytes: number) => {
    rest = bytes
  }
  for await (const chunk of gzipMembers(file, onRest, signal)) chunks.push(chunk)
  return { content: Buffer.concat(chunks), rest }
}

describe('members of gzip', () => {
  test('are read in order, small, large, empty, with names and behind zeros', async () => {
    const large = randomBytes(300_000)
    const even = Buffer.alloc(3_000_000, 'x')
    const named = gzipSync('named')
    named[3] = 8
    const name = Buffer.concat([Buffer.alloc(70_000, 'n'), zero])
    const withName = Buffer.concat([named.subarray(0, 10), name, named.subarray(10)])
    const parts = [gzipSync('one'), zero, empty, gzipSync(large), gzipSync(even), withName, Buffer.alloc(400_000)]
    const { content, rest } = await unpack([...parts, gzipSync('last'), Buffer.from('junk')])
    expect(content.equals(Buffer.concat([Buffer.from('one'), large, even, Buffer.from('namedlast')]))).toBe(true)
    expect(rest).toBe(4)
  })

  test('are refused where they are damaged or cut off', async () => {
    const damaged = gzipSync('damaged')
    damaged[damaged.length - 8] = (damaged[damaged.length - 8] as number) ^ 1
    await expect(unpack([gzipSync('one'), zero, damaged])).rejects.toThrow()
    for (const bytes of [5, 15, 25]) {
      await expect(unpack([gzipSync('one'), zero, gzipSync('cut off').subarray(0, bytes)])).rejects.toThrow()
    }
  })

  test('that hold nothing are refused in their thousands', async () => {
    const many = [gzipSync('a\n1\n'), zero, ...Array<Buffer>(10_001).fill(empty)]
    await expect(unpack(many)).rejects.toMatchObject({ code: 'corrupt_file' })
  })

  test('that hold nothing are left when the load is cancelled', async () => {
    const cancelled = new AbortController()
    setImmediate(() => setImmediate(() => cancelled.abort()))
    const many = [gzipSync('a\n1\n'), zero, ...Array<Buffer>(9000).fill(empty)]
    await expect(unpack(many, cancelled.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
