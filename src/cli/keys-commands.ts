import type { Command } from 'commander'
import { readKeyFile, rotateKeyFile } from '../server/accounts/signing-key-file.ts'
import { keyIdOf } from '../server/accounts/signing-keys.ts'
import { recordEventOf } from '../server/audit/record-event.ts'
import { type Home, openHome } from '../server/home.ts'
import { Problem } from '../server/http/problem-error.ts'
import { OperatorError } from '../server/operator-error.ts'
import { readSettings, type Settings } from '../server/settings.ts'
import { printTable } from './print-table.ts'
import { recordFailureOf } from './record-failure.ts'
import { withDatabase } from './with-database.ts'

/** `datalens keys ...`: the keys that sign access tokens, whether DataLens runs or not. */
export function addKeysCommands(program: Command): void {
  const keys = program.command('keys').description('look after the keys that sign access tokens')
  keys.command('list').description('name the keys, the one that signs first').action(listKeys)
  keys
    .command('rotate')
    .description('sign with a new key from now on; what the old ones signed stays good until it is over')
    .option('--forget-old', 'believe the old ones no longer: for a key that somebody else has seen')
    .action(rotateKeys)
}

async function listKeys(): Promise<void> {
  const { accessTokenKeys, home } = readSettings()
  const stored =
    accessTokenKeys?.map((secret) => ({ secret, retiredAt: null })) ?? (await readKeyFile(await openHome(home)))
  printTable(
    ['key', 'state'],
    stored.map(({ secret, retiredAt }, index) => [
      keyIdOf(secret),
      index === 0 ? 'signs' : retiredAt ? `believed, retired ${retiredAt.toISOString()}` : 'believed',
    ]),
  )
}

const command = 'datalens keys rotate'

async function rotateKeys({ forgetOld = false }: { forgetOld?: boolean }): Promise<void> {
  const settings = readSettings()
  try {
    const id = await rotate(settings, forgetOld)
    console.log(`The key ${id} signs now. A running DataLens takes it up within two seconds.`)
    if (forgetOld) console.log('Nothing that the old keys signed is believed any more; sessions go on by themselves.')
    const details = { key_id: id, forgot_old: forgetOld }
    await tellAuditLog(({ orm }) =>
      recordEventOf(orm.em.fork(), { action: 'keys.rotate', details }, { actorName: command }),
    )
  } catch (error) {
    await tellAuditLog(({ orm }) => recordFailureOf(orm, { action: 'keys.rotate' }, { command, error }))
    throw error instanceof Problem ? new OperatorError(error.message) : error
  }
}

/** The keys are files and may be rotated also while there is no database. */
const tellAuditLog = (tell: Parameters<typeof withDatabase<void>>[1]) =>
  withDatabase(command, tell).catch((error: Error) =>
    console.error(`The audit log does not know of it: ${error.message}`),
  )

/** Has a new key sign and says which. */
async function rotate(settings: Settings, forgetOld: boolean): Promise<string> {
  if (settings.accessTokenKeys) {
    const sentence = 'The keys come from ACCESS_TOKEN_KEYS. Put a new one before the others there, and restart.'
    throw new Problem('conflict', sentence)
  }
  const home = await openHome(settings.home)
  await rotateKeyFile(home, { now: new Date(), forgetOld })
  return await currentKeyId(home)
}

async function currentKeyId(home: Home): Promise<string> {
  const [current] = await readKeyFile(home)
  return keyIdOf(current?.secret ?? '')
}
