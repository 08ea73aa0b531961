import type { SMTPTransportOptions } from 'nodemailer'

/** Milliseconds that a mail server may take for its next word. */
const patienceMs = { connect: 10_000, greet: 10_000, silent: 30_000 }

/**
 * The mail server of SMTP_URL. Certificates are checked wherever TLS is used, and a password goes to another machine only
 * by TLS.
 */
export function smtpOptions(smtpUrl: string, patience = patienceMs): SMTPTransportOptions {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || /^127\./.test(host)
  const secure = protocol === 'smtps:'
  return {
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && username !== '' && !isHere,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: patience.connect,
    greetingTimeout: patience.greet,
    socketTimeout: patience.silent,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
