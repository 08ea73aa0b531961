import { expect, test } from 'vitest'
import { feedJson } from './feed-json.ts'
import { scanJson } from './scan-json.ts'

async function* inPieces(text: string, size: number) {
  const piece = Buffer.alloc(size)
  for (let at = 0; at < text.length; at += size) {
    const length = piece.write(text.slice(at, at + size))
    yield piece.subarray(0, length)
  }
}

test('a long record in small pieces is put together once, whoever uses their memory again', async () => {
  const long = 'long '.repeat(60_000)
  const found: unknown[] = []
  const record = ({ bytes, start, end }: { bytes: Buffer; start: number; end: number }) =>
    found.push(JSON.parse(bytes.toString('utf8', start, end)))
  const text = JSON.stringify([1, { long }, 2])
  await scanJson(inPieces(text, 1), 'elements', { record, broken: () => {} }, async () => {})
  expect(found).toEqual([1, { long }, 2])
})

test('a record that is too long is refused before it fills the memory', async () => {
  let pieces = 0
  const endless = async function* () {
    for (;;) {
      pieces++
      yield Buffer.from('0123456789')
    }
  }
  const feeding = feedJson(
    endless(),
    () => 0,
    async () => {},
    undefined,
    1000,
  )
  await expect(feeding).rejects.toMatchObject({ code: 'too_large' })
  expect(pieces).toBeLessThan(110)
})
