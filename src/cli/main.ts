import { Command } from 'commander'
import { OperatorError } from '../server/operator-error.ts'
import { version } from '../server/version.ts'
import { addDatabaseCommands } from './database-commands.ts'
import { addServeCommand } from './serve-command.ts'

const program = new Command('datalens').description('A self-hosted home for data files.').version(version)
addServeCommand(program)
addDatabaseCommands(program)

try {
  await program.parseAsync()
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error)
  process.exitCode = 1
}
// What a failed start leaves behind, such as a connection that goes on trying, must not keep the process.
process.exit()
