import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { newPerson, registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

test('an administrator reads the audit log and the state of the system, by keyboard and on a phone', async () => {
  const context = await browser.newContext({ acceptDownloads: true })
  const page = await context.newPage()
  const admin = await registerByApi(page, datalens.url)
  const wrong = { login: admin.username, password: 'not the right one' }
  await page.request.post(`${datalens.url}/api/v1/auth/login`, { data: wrong, headers: { origin: datalens.url } })

  await page.goto(`${datalens.url}/administration/audit`)
  await page.getByRole('row', { name: /failed: wrong password/ }).waitFor()
  expect(await findBarriers(page, 'audit')).toEqual([])

  await page.keyboard.press('/')
  await page.keyboard.type(admin.email)
  await page
    .getByRole('row', { name: /failed: wrong password/ })
    .filter({ hasText: `user ${admin.username}` })
    .waitFor()
  await page.keyboard.type('.of-nobody')
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor()
  expect(await findBarriers(page, 'audit without events')).toEqual([])
  await page.getByRole('button', { name: 'Clear the filters' }).click()

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
  await context.close()
})

test('nobody else finds these pages', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url, newPerson())
  for (const path of ['audit', 'system']) {
    await page.goto(`${datalens.url}/administration/${path}`)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  }
  await context.close()
})
