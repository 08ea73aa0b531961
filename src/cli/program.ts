import { Command } from 'commander'
import { version } from '../server/version.ts'
import { addDatabaseCommands } from './database-commands.ts'
import { addKeysCommands } from './keys-commands.ts'
import { addProfileCommand } from './profile/profile-command.ts'
import { addServeCommand } from './serve-command.ts'
import { addUserCommands } from './user-commands.ts'

/** The command line, ready to parse. */
export function createProgram(): Command {
  const program = new Command('datalens').description('A self-hosted home for data files.').version(version)
  addServeCommand(program)
  addProfileCommand(program)
  addDatabaseCommands(program)
  addUserCommands(program)
  addKeysCommands(program)
  return program
}
