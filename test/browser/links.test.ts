import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, type WatchedBrowser } from '../browser.ts'
import { readMailFiles } from '../read-mail.ts'
import { runDatalens } from '../running-datalens.ts'
import { findBarriers } from './barriers.ts'
import { newPerson, registerByApi, signInThroughForm } from './person.ts'

let datalens: Awaited<ReturnType<typeof runDatalens>>
let browser: WatchedBrowser

beforeAll(async () => {
  datalens = await runDatalens({ REGISTRATION: 'invite' })
  browser = await openBrowser(datalens.url)
})
afterEach(() => expect([...browser.takeTrouble(), ...findings.splice(0)]).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await datalens?.close()
})

const findings: string[] = []

const check = async (page: Page, state: string) => void findings.push(...(await findBarriers(page, state)))

const person = newPerson()
const newPassword = 'seven wet harbour cranes'

test('forgotten: the mail in the home, its link, a new password, signed in', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url, person)
  await context.clearCookies()

  await page.goto(`${datalens.url}/login`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await check(page, 'sign-in by invitation only')
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByText('E-mail is not set up here').waitFor()
  await page.getByRole('button', { name: 'Write the link' }).click()
  await page.getByText('Enter your e-mail address.').waitFor()
  await check(page, 'forgotten')
  await page.getByLabel('E-mail').fill(person.email)
  await page.keyboard.press('Enter')
  await page.getByText('The mail is written').waitFor()
  await check(page, 'mail written')

  const newest = async () => (await readMailFiles(datalens.home)).at(-1)
  await expect.poll(async () => (await newest())?.headers.to).toBe(person.email)
  const { link = '', token = '' } = (await newest()) ?? {}
  expect(link).toBe(`${datalens.url}/reset-password#${token}`)

  await page.goto(link)
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  expect(page.url()).toBe(`${datalens.url}/reset-password`)
  await page.getByLabel('New password', { exact: true }).fill('password')
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByRole('textbox', { name: 'New password' }).and(page.locator('[aria-invalid=true]')).waitFor()
  await check(page, 'weak new password')
  await page.getByLabel('New password', { exact: true }).fill(newPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Your password is changed' }).waitFor()
  await check(page, 'password changed')
  await page.getByRole('link', { name: 'Sign in' }).click()
  await signInThroughForm(page, { ...person, password: newPassword })
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()

  await page.goto(link)
  await page.getByLabel('New password', { exact: true }).fill(newPassword)
  await page.getByRole('button', { name: 'Save the password' }).click()
  await page.getByText('This link has been used').waitFor()
  await check(page, 'link used')
  expect(browser.takeTrouble(/status of 422/)).toEqual([])
  await context.close()
})

test('invited: the link of an administrator, the form, an account', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${datalens.url}/login`)
  await signInThroughForm(page, { ...person, password: newPassword })
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()
  await page.goto(`${datalens.url}/administration/invitations`)
  await page.getByRole('heading', { name: 'No open invitations' }).waitFor()
  await check(page, 'no invitations')
  const guest = newPerson()
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('dialog').waitFor()
  await check(page, 'inviting')
  await page.getByLabel('E-mail').fill(guest.email)
  await page.keyboard.press('Enter')
  const link = (await page.getByRole('dialog').locator('code').textContent()) ?? ''
  await check(page, 'invitation made')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText(guest.email).waitFor()
  await check(page, 'list of invitations')

  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Take back the invitation for Whoever has the link' }).click()
  await page.getByText('The invitation is taken back.').waitFor()
  await page.getByText('1 open invitation').waitFor()

  const other = await browser.newContext()
  const visitor = await other.newPage()
  await visitor.goto(link)
  await visitor.getByText('You are invited to this DataLens.').waitFor()
  expect(visitor.url()).toBe(`${datalens.url}/register`)
  await check(visitor, 'register by invitation')
  await visitor.getByLabel('E-mail').fill(guest.email)
  await visitor.getByLabel('Username').fill(guest.username)
  await visitor.getByLabel('Password', { exact: true }).fill(guest.password)
  await visitor.getByRole('button', { name: 'Create account' }).click()
  await visitor.getByRole('button', { name: `Account of ${guest.username}` }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'No open invitations' }).waitFor()
  await Promise.all([context.close(), other.close()])
})

test('a page that needs a link says so without one, and one without an invitation lets nobody register', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  for (const path of ['reset-password', 'set-up', 'verify-email']) {
    await page.goto(`${datalens.url}/${path}`)
    await page.getByText('This page needs the whole link').waitFor()
    await check(page, `${path} without its link`)
  }
  await page.goto(`${datalens.url}/verify-email#not-one-of-ours`)
  await page.getByRole('button', { name: 'Confirm the address' }).click()
  await page.getByText('This link has been used').waitFor()
  await check(page, 'address not confirmed')
  await page.goto(`${datalens.url}/register`)
  await page.getByText('New accounts are by invitation').waitFor()
  await check(page, 'register without an invitation')
  expect(browser.takeTrouble(/status of 422/)).toEqual([])
  await context.close()
})
