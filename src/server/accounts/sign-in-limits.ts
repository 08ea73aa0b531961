import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import type { Settings } from '../settings.ts'
import type { AttemptLimit } from './attempt-limits.ts'

type Limits = Settings['limits']

const minute = 60_000

/**
 * What limits one sign-in. A browser that has signed in to this account before has a count of its own; all others share
 * those of their address and of the account, or of the name as typed when no account has it. The address comes first: who is
 * over its limit makes up no more names for us to count.
 */
export function signInLimits(
  { signInPerAccount, signInPerAddress }: Limits,
  attempt: { login: string; userId: string | undefined; deviceId: string | undefined; ip: string },
): AttemptLimit[] {
  const withinMs = 15 * minute
  if (attempt.deviceId) return [{ key: `sign-in device ${attempt.deviceId}`, most: signInPerAccount, withinMs }]
  const account = attempt.userId ? `account ${attempt.userId}` : `name ${digest(attempt.login.toLowerCase())}`
  return [
    { key: `sign-in address ${network(attempt.ip)}`, most: signInPerAddress, withinMs },
    { key: `sign-in ${account}`, most: signInPerAccount, withinMs },
  ]
}

/** What limits guessing codes after the right password; a known browser has a count of its own here too. */
export function secondFactorLimits(
  { signInPerAccount, signInPerAddress }: Limits,
  attempt: { userId: string; deviceId: string | undefined; ip: string },
): AttemptLimit[] {
  const withinMs = 15 * minute
  if (attempt.deviceId) return [{ key: `second factor device ${attempt.deviceId}`, most: signInPerAccount, withinMs }]
  return [
    { key: `sign-in address ${network(attempt.ip)}`, most: signInPerAddress, withinMs },
    { key: `second factor account ${attempt.userId}`, most: signInPerAccount, withinMs },
  ]
}

/** What limits one registration. */
export function registrationLimits({ registrationPerAddress }: Limits, ip: string): AttemptLimit[] {
  return [{ key: `registration address ${network(ip)}`, most: registrationPerAddress, withinMs: 60 * minute }]
}

/** What limits guessing the present password, or a code, in a session that somebody left open. */
export function passwordChangeLimits({ signInPerAccount }: Limits, userId: string): AttemptLimit[] {
  return [{ key: `password of ${userId}`, most: signInPerAccount, withinMs: 15 * minute }]
}

/** What limits asking for links to a new password: alike for addresses that have an account and for all others. */
export function forgottenLimits(
  { forgottenPassword: most }: Limits,
  { email, ip }: { email: string; ip: string },
): AttemptLimit[] {
  const withinMs = 60 * minute
  return [
    { key: `forgotten address ${network(ip)}`, most, withinMs },
    { key: `forgotten e-mail ${mailbox(email)}`, most, withinMs },
  ]
}

/**
 * What limits the mails that one user has sent to these addresses, and what limits them for whoever reads there: each
 * mailbox once, and in one order for all.
 */
export function verificationLimits(
  { forgottenPassword: most }: Limits,
  { userId, emails }: { userId: string; emails: string[] },
): AttemptLimit[] {
  const withinMs = 60 * minute
  return [
    { key: `verification of ${userId}`, most, withinMs },
    ...[...new Set(emails.map(mailbox))]
      .sort()
      .map((reader) => ({ key: `verification e-mail ${reader}`, most, withinMs })),
  ]
}

/** People type passwords where their name belongs, so what was typed is not kept. */
const digest = (login: string) => createHash('sha256').update(login).digest('base64url')

/** What stands after a plus is the reader's own mark: all such addresses end up in one mailbox. */
const mailbox = (email: string) => digest(email.toLowerCase().replace(/\+.*(?=@)/, ''))

/** An IPv6 network of 64 bits belongs to one customer, who can take any address in it. */
export function network(ip: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip) ?? []
  if (mapped || !isIPv6(ip)) return mapped ?? ip
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? []
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const missing = 8 - groups(head).length - groups(tail).length
  const all =
    tail === undefined ? groups(head) : [...groups(head), ...Array(Math.max(0, missing)).fill('0'), ...groups(tail)]
  const first = all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::/64`
}
