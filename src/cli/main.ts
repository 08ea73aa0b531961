import { CommanderError } from 'commander'
import { OperatorError } from '../server/operator-error.ts'
import { createProgram } from './program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  // What was wrong with the words of a command has been said by now.
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    console.error(error instanceof OperatorError ? error.message : error)
    process.exitCode = 1
  }
}
// What a failed start leaves behind, such as a connection that goes on trying, must not keep the process.
process.exit()
