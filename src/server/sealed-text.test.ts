import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { unsealSuccessor } from './accounts/refresh-token.ts'
import { sealText, unsealText } from './sealed-text.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const key = digest('a secret of this test')
const userId = '5a6b7c8d-0000-4000-8000-000000000001'

test('what is sealed opens under its key, for its purpose and as a whole, and never looks the same twice', () => {
  const sealed = sealText(key, 'Zoë 🗝', userId)
  expect(unsealText(key, sealed, userId)).toBe('Zoë 🗝')
  expect(sealText(key, 'Zoë 🗝', userId)).not.toBe(sealed)
  expect(unsealText(key, sealText(key, ''))).toBe('')
  expect(() => unsealText(digest('another key'), sealed, userId)).toThrow()
  expect(() => unsealText(key, sealed, 'somebody else')).toThrow()
  expect(() => unsealText(key, sealed)).toThrow()
  const bytes = Buffer.from(sealed, 'base64url')
  const changedAt = (at: number) => Buffer.from(bytes.map((byte, n) => (n === at ? byte ^ 1 : byte)))
  const damaged = [0, 12, 28, bytes.length - 1].map(changedAt)
  for (const wrong of [...damaged, bytes.subarray(0, -1), bytes.subarray(0, 20), Buffer.alloc(0)]) {
    expect(() => unsealText(key, wrong.toString('base64url'), userId)).toThrow()
  }
})

test('what databases hold already still opens: queued mails, secrets of authenticator apps, successors', () => {
  const mail = 'NffP03zqiUXu9Zj2jZV8Hvz6r5UveJa0CQ7LzyJkVcs2sDkPhM6LSneCAa6GJUA9zGMVXg'
  expect(unsealText(key, mail)).toBe('{"to":"ada@example.org"}')
  const secret = 'O4YlQaoXWfgCmqGDgrvIpBH0-HzB0brA_8f30B9c9FnNoeikhoXzV0zX3j8'
  expect(unsealText(key, secret, userId)).toBe('JBSWY3DPEHPK3PXP')
  const successor = 'ku5X6DGWV7Z0DHL30Drjtt_znoZSPCIdartdOb9nm-CWyLu6bq73YhoxZ4MT1FFsec0fpBTjlLrih1tmeYLvAkDOf7cXPUQ'
  const token = { family: 'f'.repeat(22), secret: digest('predecessor').toString('base64url') }
  expect(unsealSuccessor(successor, token).secret).toBe(digest('successor').toString('base64url'))
})
