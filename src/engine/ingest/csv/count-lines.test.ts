import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { countLines } from './count-lines.ts'

const workDir = mkdtempSync(join(tmpdir(), 'datalens-lines-'))
afterAll(() => rmSync(workDir, { recursive: true }))

async function count(bytes: string | Buffer) {
  const file = join(workDir, 'x')
  writeFileSync(file, bytes)
  return countLines(file)
}

describe('countLines', () => {
  test.each([
    ['', 0, 0],
    ['a', 1, 0],
    ['a\n', 1, 0],
    ['a\n\nb', 3, 1],
    ['\n', 1, 1],
    ['\r\n\r\na\r\n', 3, 2],
    ['a\r\n\r\n', 2, 1],
  ])('%j has %i lines, %i of them blank', async (text, lines, blankLines) => {
    expect(await count(text)).toMatchObject({ lines, blankLines, hasLoneCr: false, isUtf8: true })
  })

  test('sees a CR that no LF follows', async () => {
    expect((await count('a\rb\n')).hasLoneCr).toBe(true)
    expect((await count('a\n\r')).hasLoneCr).toBe(true)
    expect((await count('a\r\nb\r\n')).hasLoneCr).toBe(false)
  })

  test('follows lines and characters across its chunks', async () => {
    const text = `${'ä'.repeat(600_000)}\r\n\r\n`.repeat(3)
    expect(await count(text)).toEqual({ lines: 6, blankLines: 3, isUtf8: true, hasLoneCr: false })
    const shifted = `a${text}`
    expect(await count(shifted)).toEqual({ lines: 6, blankLines: 3, isUtf8: true, hasLoneCr: false })
  })

  test('sees bytes that are not UTF-8 wherever they stand', async () => {
    expect((await count(Buffer.from([0x61, 0xe9, 0x62]))).isUtf8).toBe(false)
    expect((await count(Buffer.from([0x61, 0xe2, 0x82]))).isUtf8).toBe(false)
    const late = Buffer.concat([Buffer.alloc(1024 * 1024 - 1, 'a'), Buffer.from([0xe2, 0x82, 0x61])])
    expect((await count(late)).isUtf8).toBe(false)
  })
})
