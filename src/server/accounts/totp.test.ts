import { expect, test } from 'vitest'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { describeTotp, newTotpSecret, stepOfCode } from './totp.ts'

/** The key of RFC 6238, appendix B, in base 32; its codes have eight digits, of which the last six are ours. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code of RFC 6238 at second %i is %s', (second, code) => {
  const step = Math.floor(second / 30)
  expect(stepOfCode(rfcSecret, code, second * 1000)).toBe(step)
})

test('a clock half a minute off does no harm, one that is a minute off does', () => {
  const at = 1_111_111_109_000
  const step = Math.floor(at / 30_000)
  for (const [shift, expected] of [
    [-60, undefined],
    [-30, step],
    [0, step],
    [30, step],
    [60, undefined],
  ] as const) {
    expect(stepOfCode(rfcSecret, '081804', at + shift * 1000)).toBe(expected)
  }
})

test.each(['081 804', '081-804', ' 081804 '])('%j is read as the digits in it', (code) => {
  expect(stepOfCode(rfcSecret, code, 1_111_111_109_000)).toBeDefined()
})

test.each(['', '81804', '0081804', '081804a', '٠٨١٨٠٤', '-81804', '8.1804', '081804; drop'])(
  '%j is no code',
  (code) => {
    expect(stepOfCode(rfcSecret, code, 1_111_111_109_000)).toBeUndefined()
  },
)

test('the address tells an app who and how, and the picture is plain SVG, black on white', () => {
  const secret = newTotpSecret()
  expect(Buffer.from(secret)).toHaveLength(32)
  const { uri, qrSvg } = describeTotp(secret, 'ada+lens@example.org')
  expect(uri).toBe(
    `otpauth://totp/DataLens:ada%2Blens%40example.org?issuer=DataLens&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  )
  expect(qrSvg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"[^>]*><rect width="100%" height="100%" fill="#fff"\/>/)
  expect(qrSvg).not.toMatch(/<script|<style|style=|href|on\w+=/)
})

test('recovery codes are ten of eighty bits, and are read however people type them', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) {
    expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$/)
    const hash = hashRecoveryCode(code)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const typed = code.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'I')
    expect(hashRecoveryCode(` ${typed} `)).toBe(hash)
  }
})

test.each(['', '123456', 'abcd-abcd-abcd', 'abcd-abcd-abcd-abcu', 'abcd-abcd-abcd-abcd-abcd'])(
  '%j is no recovery code',
  (code) => {
    expect(hashRecoveryCode(code)).toBeUndefined()
  },
)
