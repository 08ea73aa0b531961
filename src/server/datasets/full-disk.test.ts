import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { openFileStore } from './stored-file.ts'

const mount = (...parameters: string[]) => spawnSync('mount', parameters).status === 0
const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

/** A disk of two megabytes; only root can make one. */
describe.skipIf(!isRoot)('a full disk', () => {
  let server: Awaited<ReturnType<typeof buildTestApp>>
  let ada: SignedIn
  let isMounted = false

  beforeAll(async () => {
    server = await buildTestApp()
    isMounted = mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', server.home.files)
    await openFileStore(server.home)
    ada = await signIn(server.app, await buildUser(server.orm))
    await server.app.listen({ port: 0, host: '127.0.0.1' })
  })

  afterAll(async () => {
    if (isMounted) spawnSync('umount', [server.home.files])
    await server.close()
  })

  const upload = (form: ReturnType<typeof fileForm>) =>
    server.app.inject({
      method: 'POST',
      url: '/api/v1/datasets',
      payload: form.payload,
      headers: { ...form.headers, ...ada.headers },
    })
  const leftovers = async () =>
    (await Promise.all(['incoming', 'originals'].map((d) => readdir(join(server.home.files, d))))).flat()

  test('refuses what cannot fit before it is sent', async ({ skip }) => {
    skip(!isMounted, 'this system does not let us mount')
    const answer = await upload(fileForm(Buffer.alloc(3 * 2 ** 20)))
    expect(answer.statusCode).toBe(507)
    expect(answer.json()).toMatchObject({
      code: 'no_space',
      detail: expect.stringMatching(/3 MiB needed, 1\.9\d? MiB free/),
    })
  })

  test('fails one upload that comes without a length, cleanly, and takes the next', async ({ skip }) => {
    skip(!isMounted, 'this system does not let us mount')
    const { payload, headers } = fileForm(Buffer.alloc(3 * 2 ** 20, 'a,b\n'))
    const { port } = server.app.server.address() as { port: number }
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/datasets`, {
      method: 'POST',
      headers: { ...headers, ...ada.headers },
      body: new Blob([payload]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(507)
    expect(await answer.json()).toMatchObject({ code: 'no_space' })
    await expect.poll(leftovers).toEqual([])
    expect((await upload(fileForm('a\n1\n'))).statusCode).toBe(201)
  })
})
