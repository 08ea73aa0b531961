import type { Command } from 'commander'
import { readKeyFile, rotateKeyFile } from '../server/accounts/signing-key-file.ts'
import { keyIdOf } from '../server/accounts/signing-keys.ts'
import { recordEventOf } from '../server/audit/record-event.ts'
import { type Home, openHome } from '../server/home.ts'
import { OperatorError } from '../server/operator-error.ts'
import { readSettings } from '../server/settings.ts'
import { printTable } from './print-table.ts'
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

async function rotateKeys({ forgetOld = false }: { forgetOld?: boolean }): Promise<void> {
  const settings = readSettings()
  if (settings.accessTokenKeys) {
    throw new OperatorError('The keys come from ACCESS_TOKEN_KEYS. Put a new one before the others there, and restart.')
  }
  const home = await openHome(settings.home)
  await rotateKeyFile(home, { now: new Date(), forgetOld })
  const id = await currentKeyId(home)
  console.log(`The key ${id} signs now. A running DataLens takes it up within two seconds.`)
  if (forgetOld) console.log('Nothing that the old keys signed is believed any more; sessions go on by themselves.')
  await withDatabase('datalens keys rotate', ({ orm }) =>
    recordEventOf(
      orm.em.fork(),
      { action: 'keys.rotate', details: { key_id: id, forgot_old: forgetOld } },
      { actorName: 'datalens keys rotate' },
    ),
  ).catch((error: Error) => console.error(`The audit log does not know of it: ${error.message}`))
}

async function currentKeyId(home: Home): Promise<string> {
  const [current] = await readKeyFile(home)
  return keyIdOf(current?.secret ?? '')
}
