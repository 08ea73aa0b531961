const classes = [
  '40P01', // given up so that others that waited for each other could go on
  '08', // connection exceptions
  '53300', // too many connections
  '57P01', // terminated by an administrator
  '57P02', // crash of another backend
  '57P03', // starting up or shutting down
]

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT'])

const messages =
  /timeout exceeded when trying to connect|Connection terminated|connection is closed|Client has encountered a connection error/i

/** Whether a query failed because of the moment: no connection could be had, the one in use was lost, or others stood in its way. */
export const isDatabaseUnavailable = (error: unknown): boolean => {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code, syscall } = at as NodeJS.ErrnoException
    if (messages.test(at.message)) return true
    if (typeof code !== 'string') continue
    if (classes.some((prefix) => code.length === 5 && code.startsWith(prefix))) return true
    if (networkCodes.has(code) && (syscall === 'connect' || syscall === 'read' || syscall === 'write')) return true
  }
  return false
}
