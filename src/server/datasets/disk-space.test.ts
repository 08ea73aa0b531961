import { expect, test } from 'vitest'
import { createDiskSpace } from './disk-space.ts'

const megabyte = 2 ** 20
/** A disk of 100 MB, of which 5 MB stay free. */
const spaceOn = (disk: { free: number }) => createDiskSpace(async () => ({ ...disk, size: 100 * megabyte }))
const full = { code: 'no_space' }

test('what fits alone does not fit beside what was promised before, until that is over', async () => {
  const space = spaceOn({ free: 100 * megabyte })
  const first = await space.reserve(60 * megabyte)
  await expect(space.reserve(60 * megabyte)).rejects.toMatchObject({
    ...full,
    message: 'The disk of the server is full: 60 MiB needed, 35 MiB free. Nothing was stored.',
  })
  const small = await space.reserve(35 * megabyte)
  small.release()
  first.release()
  await space.reserve(60 * megabyte)
})

test('bytes that are written count once: in what is free, no longer in what is promised', async () => {
  const disk = { free: 100 * megabyte }
  const space = spaceOn(disk)
  const first = await space.reserve(60 * megabyte)
  disk.free -= 50 * megabyte
  await expect(space.reserve(30 * megabyte)).rejects.toMatchObject(full)
  await first.note(50 * megabyte)
  await space.reserve(30 * megabyte)
})

test('of two that come at once and do not fit together, one is taken', async () => {
  const space = spaceOn({ free: 100 * megabyte })
  const answers = await Promise.allSettled([space.reserve(60 * megabyte), space.reserve(60 * megabyte)])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
})

test('the margin is nobody’s, and an upload of unknown length stops before it', async () => {
  const disk = { free: 96 * megabyte }
  const space = spaceOn(disk)
  await expect(space.reserve(92 * megabyte)).rejects.toMatchObject(full)
  const upload = await space.reserve(0)
  await upload.note(50 * megabyte)
  disk.free = 4 * megabyte
  await expect(upload.note(92 * megabyte)).rejects.toMatchObject(full)
  await expect(space.reserve(0)).rejects.toMatchObject(full)
})
