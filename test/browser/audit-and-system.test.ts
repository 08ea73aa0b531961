import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fileForm } from '../multipart.ts'
import { findBarriers } from './barriers.ts'
import { newPerson, type Person, registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage({ own: true })

/** Finds the datasets of somebody else on a phone, puts one into the trash and takes another over. */
const lookAfterDatasets = async (page: Page, admin: Person) => {
  const theirs = await browser.newContext()
  const other = await theirs.newPage()
  const owner = await registerByApi(other, datalens.url)
  const upload = async (title: string) => {
    const form = fileForm('a\n1\n', 'a.csv', { title })
    const headers = { ...form.headers, origin: datalens.url }
    const answer = await other.request.post(`${datalens.url}/api/v1/datasets?wait=10`, { headers, data: form.payload })
    return (await answer.json()).id as string
  }
  const [first, second] = [await upload('Layoffs'), await upload('Salaries')]
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(datalens.url)
  await page.getByRole('button', { name: /^Account of/ }).click()
  expect(await page.getByRole('link', { name: 'Admin' }).isVisible()).toBe(false)
  await page.getByRole('menuitem', { name: 'Administration' }).click()
  await page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: 'Datasets' }).click()
  const rowOf = (id: string) => page.getByRole('row', { name: new RegExp(id.slice(0, 8)) })
  await rowOf(first).waitFor()
  expect(await page.getByText(/Layoffs|Salaries/).count()).toBe(0)
  expect(await findBarriers(page, 'datasets of everybody')).toEqual([])

  await page.keyboard.press('/')
  await page.keyboard.insertText(`${owner.username} ${first}`)
  await expect.poll(() => rowOf(second).count()).toBe(0)
  await page.getByRole('button', { name: new RegExp(`dataset ${first.slice(0, 8)}`) }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
  await page.getByRole('alertdialog').waitFor()
  expect(await findBarriers(page, 'delete a dataset of somebody')).toEqual([])
  await page.getByRole('button', { name: 'Put into the trash' }).click()
  await page.getByText(`is in the trash of ${owner.username}.`).waitFor()
  await rowOf(first).getByText('in the trash').filter({ visible: true }).waitFor()

  await page.getByRole('searchbox').fill(second)
  await expect.poll(() => rowOf(first).count()).toBe(0)
  await page.getByRole('button', { name: new RegExp(`dataset ${second.slice(0, 8)}`) }).click()
  await page.getByRole('menuitem', { name: 'Hand over' }).click()
  await page.getByLabel('New owner').fill(admin.username)
  await page.getByRole('option', { name: admin.username }).click()
  expect(await findBarriers(page, 'hand a dataset over')).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click()
  await page.getByText(`${admin.username} owns the dataset`).waitFor()
  await rowOf(second).filter({ hasText: admin.username }).waitFor()
  expect((await other.request.get(`${datalens.url}/api/v1/datasets/${second}`)).status()).toBe(404)
  await theirs.close()
}

test('an administrator reads the audit log and the state of the system, and looks after datasets, by keyboard and on a phone', async () => {
  const context = await browser.newContext({ acceptDownloads: true })
  const page = await context.newPage()
  const admin = await registerByApi(page, datalens.url)
  for (const login of [admin.username, 'nobody-of-this-name']) {
    const data = { login, password: 'not the right one' }
    await page.request.post(`${datalens.url}/api/v1/auth/login`, { data, headers: { origin: datalens.url } })
  }
  const unknown = page.getByRole('row', { name: /failed: no such account/ })
  const failures = page.getByRole('row', { name: /failed: / })

  await page.goto(`${datalens.url}/administration/audit`)
  await unknown.waitFor()
  expect(await findBarriers(page, 'audit')).toEqual([])

  await page.keyboard.press('/')
  await page.keyboard.type(admin.email)
  await unknown.waitFor({ state: 'detached' })
  await page
    .getByRole('row', { name: /failed: wrong password/ })
    .filter({ hasText: `user ${admin.username}` })
    .waitFor()
  await page.keyboard.type('.of-nobody')
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor()
  expect(await findBarriers(page, 'audit without events')).toEqual([])
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await unknown.waitFor()

  const choose = async (outcome: string) => {
    await page.getByRole('button', { name: /^Outcome/ }).click()
    await page.getByRole('menuitemradio', { name: outcome }).click()
  }
  await choose('Failed')
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  expect(await failures.count()).toBe(2)
  await choose('Done')
  await expect.poll(() => failures.count()).toBe(0)
  expect(await page.getByRole('row').count()).toBeGreaterThan(1)
  await choose('All')

  const failed = page.getByRole('row', { name: /failed: wrong password/ })
  await failed.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Sign-in' })
  await dialog.getByText('failed: wrong password').waitFor()
  expect(await findBarriers(page, 'event')).toEqual([])
  await dialog.getByRole('button', { name: 'All on this user' }).click()
  await page.getByText('Only what concerns').waitFor()
  expect(new URL(page.url()).searchParams.get('target')).toMatch(/^[0-9a-f-]{36}$/)

  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^audit-.*\.csv$/)

  await page.getByRole('link', { name: 'System' }).click()
  await page.getByText(/free/).first().waitFor()
  await page.getByText('0 running, 0 waiting, 0 failed').waitFor()
  expect(await findBarriers(page, 'system')).toEqual([])

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`${datalens.url}/administration/audit`)
  await page.getByRole('row', { name: /failed: wrong password/ }).click()
  await page.getByRole('dialog').getByText('failed: wrong password').waitFor()
  expect(await findBarriers(page, 'event on a phone')).toEqual([])
  await lookAfterDatasets(page, admin)
  await context.close()
})

test('nobody else finds these pages', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url, newPerson())
  for (const path of ['audit', 'system', 'datasets']) {
    await page.goto(`${datalens.url}/administration/${path}`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  }
  await context.close()
})
