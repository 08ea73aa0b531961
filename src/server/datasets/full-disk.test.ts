import { spawnSync } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTestApp } from '../../../test/app.ts'
import { buildUser, type SignedIn, signIn } from '../../../test/factories.ts'
import { fileForm } from '../../../test/multipart.ts'
import { runJobs } from '../../../test/run-jobs.ts'
import { holdRoomForLoad } from './load-room.ts'
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

  test('ends a load that finds no room with a sentence, and reads the file when there is some', async ({ skip }) => {
    skip(!isMounted, 'this system does not let us mount')
    const { id } = (await upload(fileForm(`n\n${'12345\n'.repeat(180_000)}`))).json()
    await runJobs(server)
    const read = async () => (await server.app.inject({ url: `/api/v1/datasets/${id}`, headers: ada.headers })).json()
    expect(await read()).toMatchObject({
      status: 'error',
      error: { code: 'no_space', detail: expect.stringMatching(/about 1.54 MiB needed, .* free.*read it again/) },
    })
    expect(mount('-o', 'remount,size=16m', server.home.files)).toBe(true)
    const again = await server.app.inject({
      method: 'POST',
      url: `/api/v1/datasets/${id}/reingest`,
      payload: {},
      headers: ada.headers,
    })
    expect(again.statusCode, again.body).toBeLessThan(300)
    await runJobs(server)
    expect(await read()).toMatchObject({ status: 'ready', row_count: 180_000 })
  })

  test('of two loads that fit one by one and not together, the second finds no room until the first is done', async ({
    skip,
  }) => {
    skip(!isMounted, 'this system does not let us mount')
    mount('-o', 'remount,size=16m', server.home.files)
    const hold = async (name: string) => {
      const workDir = join(server.home.tmp, 'ingest', name)
      await mkdir(workDir, { recursive: true })
      const file = join(workDir, 'data.csv')
      await writeFile(file, 'n\n1\n')
      const load = { workDir, file, fileName: 'data.csv', fileSize: 6 * 2 ** 20 }
      await holdRoomForLoad(server.orm.em.getKysely(), server.home, load)
      return () => rm(workDir, { recursive: true })
    }
    const [first, second] = await Promise.allSettled([hold('one-1'), hold('two-1')])
    expect([first, second].map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const held = first.status === 'fulfilled' ? first.value : second.status === 'fulfilled' ? second.value : undefined
    expect((await upload(fileForm(Buffer.alloc(8 * 2 ** 20)))).statusCode).toBe(507)
    await held?.()
    await (await hold('two-1'))()
  })
})
