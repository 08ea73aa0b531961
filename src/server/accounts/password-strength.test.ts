import { afterEach, expect, test } from 'vitest'
import { childrenOf, commandOf } from '../../../test/processes.ts'
import { createPasswordStrength, type PasswordStrength } from './password-strength.ts'

const good = 'seven tall ships at anchor'
const weak = { code: 'weak_password', message: expect.stringMatching(/common/) }

let strength: PasswordStrength

/** A busy machine may need its time to start a judge. */
const patient = { mostMs: 120_000 }

afterEach(() => strength.close())

test('judges what is asked at once one by one, by what is known of the person too', async () => {
  strength = createPasswordStrength(patient)
  const judged = await Promise.allSettled([
    strength.refuseWeak('password', good, []),
    strength.refuseWeak('password', 'password1', []),
    strength.refuseWeak('password', 'zorvathkalim', ['zorvathkalim@example.org', null]),
  ])
  expect(judged.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(judged[1]).toMatchObject({ reason: weak })
})

test('goes on with the next password when a process could not be started', async () => {
  strength = createPasswordStrength(patient)
  const { execPath } = process
  process.execPath = '/nowhere/node'
  try {
    await expect(strength.refuseWeak('password', good, [])).rejects.toThrow()
  } finally {
    process.execPath = execPath
  }
  await expect(strength.refuseWeak('password', 'password1', [])).rejects.toMatchObject(weak)
})

test('waits for a judge no longer than it may take', async () => {
  strength = createPasswordStrength({ mostMs: 1 })
  await expect(strength.refuseWeak('password', good, [])).rejects.toMatchObject({ code: 'busy' })
  if (process.platform === 'linux') await expect.poll(judges).toEqual([])
})

test.runIf(process.platform === 'linux')(
  'needs a process only while passwords are chosen, and a new one when it died',
  async () => {
    strength = createPasswordStrength({ ...patient, idleMs: 100 })
    expect(judges()).toEqual([])
    await strength.refuseWeak('password', good, [])
    await expect.poll(judges).toEqual([])
    await strength.refuseWeak('password', good, [])
    for (const pid of judges()) process.kill(pid, 'SIGKILL')
    await expect.poll(judges).toEqual([])
    await expect(strength.refuseWeak('password', 'password1', [])).rejects.toMatchObject(weak)

    const asked = strength.refuseWeak('password', good, [])
    await strength.close()
    await expect(asked).rejects.toThrow(/judge/)
    await expect.poll(judges).toEqual([])
  },
)

/** The children of this process that judge passwords. */
const judges = () => childrenOf(process.pid).filter((pid) => commandOf(pid).includes('password-strength-process'))
