import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type WatchedBrowser } from '../browser.ts'
import { type IdentityProvider, startIdentityProvider, testClient } from '../identity-provider.ts'
import { runDatalens } from '../running-datalens.ts'
import { findBarriers } from './barriers.ts'
import { newPerson, registerByApi, signOutThroughMenu } from './person.ts'

let provider: IdentityProvider
let datalens: Awaited<ReturnType<typeof runDatalens>>
let browser: WatchedBrowser

beforeAll(async () => {
  const port = await freePort()
  provider = await startIdentityProvider(`http://127.0.0.1:${port}/api/v1/auth/oidc/callback`)
  datalens = await runDatalens({
    PORT: String(port),
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
