import { createServer } from 'node:net'
import { Secret, TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type WatchedBrowser } from '../browser.ts'
import { type IdentityProvider, startIdentityProvider, testClient } from '../identity-provider.ts'
import { type MailServer, startMailServer } from '../mail-server.ts'
import { runDatalens } from '../running-datalens.ts'
import { findBarriers } from './barriers.ts'
import { newPerson, registerByApi, signOutThroughMenu } from './person.ts'

let mails: MailServer
let provider: IdentityProvider
let datalens: Awaited<ReturnType<typeof runDatalens>>
let browser: WatchedBrowser

beforeAll(async () => {
  const port = await freePort()
  provider = await startIdentityProvider(`http://127.0.0.1:${port}/api/v1/auth/oidc/callback`)
  mails = await startMailServer()
  datalens = await runDatalens({
    PORT: String(port),
    SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: testClient.id,
    OIDC_CLIENT_SECRET: testClient.secret,
    OIDC_NAME: 'Example',
    OIDC_AUTO_CREATE: 'true',
  })
  browser = await openBrowser(datalens.url)
})
afterEach(() => expect(browser.takeTrouble(/request to another origin: http:\/\/127\.0\.0\.1/)).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await datalens?.close()
  await provider?.close()
  await mails?.close()
})

/** The provider must know where it sends people before there is a server. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

test('to the provider and back, to the very page that was asked for', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url, newPerson())
  await context.clearCookies()
  provider.account = { sub: 'ada', email: 'ada@example.org', email_verified: true, preferred_username: 'ada' }

  await page.goto(`${datalens.url}/account/profile`)
  const button = page.getByRole('link', { name: 'Sign in with Example' })
  await button.waitFor()
  expect(await findBarriers(page, 'sign-in with a provider')).toEqual([])
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Account of ada' }).waitFor()
  expect(page.url()).toBe(`${datalens.url}/account/profile`)

  await page.reload()
  await page.getByRole('button', { name: 'Account of ada' }).waitFor()
  await signOutThroughMenu(page)
  await context.clearCookies()
  provider.denies = true
  await page.getByRole('link', { name: 'Sign in with Example' }).click()
  await page.getByText('Example did not let you in').waitFor()
  expect(await findBarriers(page, 'refused by the provider')).toEqual([])
  await context.close()
})

test('an address is confirmed by the link that was mailed, and the provider then asks for the second factor', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  const mailed = () => mails.mails.filter(({ recipients }) => recipients.includes(person.email))
  await page.goto(`${datalens.url}/account/profile`)
  await page.getByText('Confirm your e-mail address by the link').waitFor()
  expect(await findBarriers(page, 'address to confirm')).toEqual([])
  await page.getByRole('button', { name: 'Send the link again' }).click()
  await page.getByText(`A mail with a link is on its way to ${person.email}.`).waitFor()
  await expect.poll(() => mailed().length, { timeout: 20_000 }).toBe(2)
  await page.goto(mailed().at(-1)?.link ?? '')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page
    .getByText(/confirmed/i)
    .first()
    .waitFor()
  expect(await findBarriers(page, 'address confirmed')).toEqual([])
  await page.goto(`${datalens.url}/account/profile`)
  await page.getByLabel('E-mail').waitFor()
  expect(await page.getByText('Confirm your e-mail address').count()).toBe(0)

  const post = async (path: string, data: object) => {
    const headers = { origin: datalens.url }
    return await (await page.request.post(`${datalens.url}/api/v1/auth/${path}`, { headers, data })).json()
  }
  const { secret } = await post('totp', {})
  const codeOf = (steps: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
  await post('totp/confirm', { code: codeOf(-1) })
  await context.clearCookies()
  provider.denies = false
  provider.account = { sub: person.username, email: person.email, email_verified: true }
  await page.goto(`${datalens.url}/account/tokens`)
  await page.getByRole('link', { name: 'Sign in with Example' }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  expect(new URL(page.url()).hash).toBe('')
  expect(await findBarriers(page, 'second factor after the provider')).toEqual([])
  await page.getByLabel('Code').fill(codeOf(0))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()
  expect(page.url()).toBe(`${datalens.url}/account/tokens`)
  await context.close()
})
