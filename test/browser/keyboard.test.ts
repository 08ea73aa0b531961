import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { newPerson, registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const focused = (page: Page) =>
  page.evaluate(
    'document.activeElement.getAttribute("aria-label") || document.activeElement.textContent || document.activeElement.name',
  )

test('everything on the way from signing in to a dataset and back works without a pointer', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url, newPerson())
  for (const name of ['harbour visits.csv', 'trips.csv']) {
    await uploadFile(page, datalens.url, 'n,word\n1,a\n2,b\n', name)
  }
  await context.clearCookies()

  await page.goto(`${datalens.url}/?q=trips`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.keyboard.type(person.username)
  await press(page, 'Tab')
  await page.keyboard.type(person.password)
  await press(page, 'Enter')
  await page.getByRole('row', { name: /trips/ }).waitFor()
  await expect.poll(() => page.url()).toBe(`${datalens.url}/?q=trips`)

  await press(page, 'Tab')
  await expect.poll(() => focused(page)).toBe('Skip to the content')
  await press(page, '/')
  await expect.poll(() => focused(page)).toBe('Search datasets')
  await press(page, 'Escape')
  await page.getByRole('row', { name: /harbour visits/ }).waitFor()

  await page.getByRole('row', { name: /trips/ }).focus()
  await press(page, 'Space')
  await page.getByText('1 selected').waitFor()
  await press(page, 'Escape')
  await page.getByRole('searchbox').waitFor()
  await press(page, 'ArrowDown')
  await expect.poll(() => focused(page)).toContain('harbour visits')
  await press(page, 'Enter')
  await page.waitForURL(/\/datasets\/.*\/data$/)
  await page.getByRole('heading', { name: 'harbour visits' }).waitFor()

  await press(page, 'g', 'd')
  await page.getByRole('heading', { name: 'Datasets' }).waitFor()
  await page.getByRole('row', { name: /trips/ }).focus()
  await press(page, 'ArrowLeft')
  await expect.poll(() => focused(page)).toBe('Actions for trips')
  await press(page, 'Enter')
  await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
  await press(page, 'Enter')
  await page.getByRole('dialog', { name: 'Rename' }).waitFor()
  await expect.poll(() => focused(page)).toBe('title')
  await press(page, 'Control+a')
  await page.keyboard.type('journeys')
  await press(page, 'Enter')
  await page.getByRole('button', { name: 'Actions for journeys' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  await press(page, '?')
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor()
  await press(page, 'Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await context.close()
})

test('single keys can be switched off, and stay off', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(`${datalens.url}/account`)
  await page.getByRole('switch', { name: /Single keys/ }).focus()
  await press(page, 'Space')
  await page.reload()
  await page.getByRole('switch', { name: /Single keys/ }).waitFor()
  await press(page, '?')
  await press(page, 'g', 'd')
  await page.waitForTimeout(500)
  expect(page.url()).toBe(`${datalens.url}/account/profile`)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await context.close()
})
