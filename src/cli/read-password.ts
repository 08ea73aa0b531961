import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Problem } from '../server/http/problem-error.ts'

/** A password from the standard input: its first line, or what a person types, which the terminal does not show. */
export async function readPassword(input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const isTyped = input.isTTY === true
  if (isTyped) process.stderr.write('New password: ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: silent, terminal: isTyped })
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
    lines.once('SIGINT', () => resolve(''))
  })
  lines.close()
  if (isTyped) process.stderr.write('\n')
  if (line !== '') return line
  throw new Problem(
    'invalid',
    'No password was given. Type one, pipe it with --password-stdin, or say --link or --generate.',
  )
}
