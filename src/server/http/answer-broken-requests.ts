import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { bodyOf } from './answer-problems.ts'
import { Problem } from './problem-error.ts'

/** Answers what is no whole request, so that there is none to handle, in the words of every other failure. */
export const answerBrokenRequest = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) socket.write(answerTo(error))
  socket.destroy(error)
}

const answerTo = ({ code }: NodeJS.ErrnoException): string => {
  const problem =
    code === 'HPE_HEADER_OVERFLOW'
      ? new Problem(
          'headers_too_large',
          'The address and headers of a request have at most 16 KB together. Write a shorter filter or sort.',
        )
      : new Problem('malformed', 'This is no whole HTTP request, or its headers did not arrive in time.')
  const body = JSON.stringify(bodyOf(problem, randomUUID()))
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
