import { Secret, TOTP } from 'otpauth'
import encodeQR from 'qr'

const issuer = 'DataLens'
const period = 30
const secretBytes = 20

/** A secret for an authenticator app: 160 random bits in base 32, as RFC 4226 wants. */
export function newTotpSecret(): string {
  return new Secret({ size: secretBytes }).base32
}

/** What an authenticator app reads, as an address and as the picture of it: black on white, also on a dark page. */
export function describeTotp(secret: string, label: string): { uri: string; qrSvg: string } {
  const uri = totpOf(secret, label).toString()
  const drawing = encodeQR(uri, 'svg', { ecc: 'medium', border: 4 })
  return { uri, qrSvg: drawing.replace(/<svg[^>]*>/, '$&<rect width="100%" height="100%" fill="#fff"/>') }
}

/**
 * The half minute since 1970 that a code of six digits belongs to, or undefined when it is wrong. A clock that is half a
 * minute off does no harm.
 */
export function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const digits = code.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const off = totpOf(secret).validate({ token: digits, timestamp: now, window: 1 })
  return off === null ? undefined : Math.floor(now / 1000 / period) + off
}

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period })
