import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { newPerson, registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage({ own: true })

const call = async (page: Page, method: string, path: string, data?: object) => {
  const answer = await page.request.fetch(`${datalens.url}/api/v1${path}`, {
    method,
    headers: { origin: datalens.url },
    ...(data ? { data } : {}),
  })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.status() === 204 ? undefined : await answer.json()
}

const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) })

const choose = async (page: Page, name: string, item: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

test('an administrator adds, changes, lets in, keeps out and deletes people', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const barriers: string[] = []
  const check = async (state: string) => barriers.push(...(await findBarriers(page, state)))
  await registerByApi(page, datalens.url, { ...newPerson(), username: 'root' })
  for (const username of ['berta', 'carla']) {
    await call(page, 'POST', '/users', { username, email: `${username}@example.org`, password: newPerson().password })
  }
  await page.goto(datalens.url)
  await page.getByRole('link', { name: 'Admin' }).click()
  await rowOf(page, 'berta').waitFor()
  await check('people')

  await page.getByRole('button', { name: 'Add a person' }).click()
  await page.getByLabel('E-mail', { exact: true }).fill('ada@example.org')
  await page.getByLabel('Username').fill('berta')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('This username is taken.').waitFor()
  await check('add a person, refused')
  await page.getByLabel('Username').fill('ada')
  await page.getByLabel('Full name').fill('Ada Lovelace')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText(`${datalens.url}/set-up#`).waitFor()
  await check('set-up link')
  await page.getByRole('button', { name: 'Done' }).click()
  await rowOf(page, 'Ada Lovelace').waitFor()

  await choose(page, 'Ada Lovelace', 'Make an administrator')
  await page.getByText('Ada Lovelace is an administrator now.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Ada Lovelace is no administrator any more.').waitFor()

  await choose(page, 'carla', 'Deactivate')
  await rowOf(page, 'carla').getByText('Deactivated').filter({ visible: true }).waitFor()
  await page.getByRole('button', { name: 'State All' }).click()
  await page.getByRole('menuitemradio', { name: 'Deactivated' }).click()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  expect(page.url()).toContain('state=inactive')
  await page.goto(`${datalens.url}/administration/people?q=nobody-like-this`)
  await page.getByText('Nobody fits').waitFor()
  await check('nobody fits')
  await page.getByRole('button', { name: 'Clear search and filters' }).click()

  await rowOf(page, 'berta').click()
  await page.getByLabel('Storage quota').fill('much')
  await page.getByText('Write a size such as 5 GiB').waitFor()
  await page.getByLabel('Storage quota').fill('5 GiB')
  await page.getByLabel('Full name').fill('Berta Benz')
  await check('edit')
  await page.getByRole('button', { name: 'Save' }).click()
  await rowOf(page, 'Berta Benz').getByText('0 B of 5 GiB').filter({ visible: true }).waitFor()

  await choose(page, 'Berta Benz', 'Link to a new password')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByText(`${datalens.url}/reset-password#`).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()

  await choose(page, 'root', 'Make an ordinary user')
  await page.getByText('root is as before. This is the last active administrator.').waitFor()
  expect(browser.takeTrouble(/409|422/)).toEqual([])
  expect(barriers).toEqual([])
  await context.close()
})

test('who is deleted hands their datasets over, and the choice is named', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await context.close()
  const admin = await browser.newContext()
  const sender = await admin.newPage()
  const giver = await registerByApi(sender, datalens.url)
  await uploadFile(sender, datalens.url, 'n\n1\n')
  await admin.clearCookies()
  const root = { login: 'root', password: newPerson().password }
  await call(sender, 'POST', '/auth/login', root)
  await sender.goto(`${datalens.url}/administration/people?q=${giver.username}`)
  await choose(sender, giver.username, 'Delete')
  await sender.getByText('Hand their 1 dataset').waitFor()
  expect(await findBarriers(sender, 'delete')).toEqual([])
  const confirm = sender.getByRole('button', { name: 'Hand over and delete' })
  expect(await confirm.isDisabled()).toBe(true)
  await sender.getByLabel('New owner').fill('roo')
  await sender.getByRole('option', { name: /root/ }).click()
  await confirm.click()
  await sender.getByText(`${giver.username} is deleted. root has their datasets now.`).waitFor()
  await sender.goto(datalens.url)
  await sender.getByRole('row', { name: /visits/ }).waitFor()
  await admin.close()
})

test('nobody else finds the administration, and everybody finds the way out', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  await page.goto(`${datalens.url}/administration/people`)
  await page.getByText('There is nothing here').waitFor()
  await page.goto(`${datalens.url}/account/profile`)
  expect(await page.getByRole('link', { name: 'Admin' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Delete your account' }).click()
  await page.getByText('Your account goes at once and for good, with your dashboards. This cannot be undone.').waitFor()
  expect(await findBarriers(page, 'delete your account')).toEqual([])
  await page.getByRole('button', { name: 'Delete for ever' }).click()
  await page.getByRole('textbox', { name: 'Your password' }).fill('wrong')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This is not your password.').waitFor()
  await page.getByRole('textbox', { name: 'Your password' }).fill(person.password)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(browser.takeTrouble(/422 .*step-up|403 .*users\/me/)).toEqual([])
  await context.close()
})
