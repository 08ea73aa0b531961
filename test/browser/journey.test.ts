import { expect, test } from 'vitest'
import { dropFiles } from './drop-files.ts'
import { registerByApi, registerThroughForm, signInThroughForm, signOutThroughMenu } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage({ own: true })

const visits = `visit_id,port_code,arrived,cargo_tonnes
${Array.from({ length: 500 }, (_, index) => `${index},0${index % 7}17,2024-01-${String((index % 28) + 1).padStart(2, '0')},${index * 1.5}`).join('\n')}
`

test('register, drop a file, watch it become ready, see its rows, sign out, sign in, and it is all there', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()

  await page.goto(datalens.url)
  await page.getByRole('heading', { name: 'Create the first account' }).waitFor()
  const person = await registerThroughForm(page, datalens.url)
  await page.getByRole('heading', { name: 'Drop a file. See what is in it.' }).waitFor()

  await dropFiles(page, [{ name: 'harbour visits.csv', text: visits }])

  await page.getByText('Ready: 500 rows x 4 columns').waitFor()
  const row = page.getByRole('row', { name: /harbour visits/ })
  await row.getByRole('gridcell', { name: '500 x 4' }).waitFor()
  await row.getByRole('link', { name: 'harbour visits' }).click()

  await page.waitForURL(/\/datasets\/[0-9a-f-]{36}\/data$/)
  await page.getByRole('grid').getByText('0017').first().waitFor()
  await page.getByRole('tab', { name: 'Profile' }).click()
  await page.waitForURL(/\/profile$/)

  await signOutThroughMenu(page)
  await page.goto(datalens.url)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signInThroughForm(page, person)
  await page.getByRole('row', { name: /harbour visits/ }).waitFor()
  await page.reload()
  await page.getByRole('row', { name: /harbour visits/ }).waitFor()
  await context.close()
})

test('a session that ended sends to the sign-in page and back to the very same view', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await dropFiles(page, [{ name: 'harbour visits.csv', text: visits }])
  await page.getByText('Ready: 500 rows x 4 columns').waitFor()

  await context.clearCookies()
  await page.getByRole('searchbox').fill('visits')
  await page.getByText('Your session has ended. Sign in to go on where you were.').waitFor()
  await signInThroughForm(page, person)
  await page.getByRole('row', { name: /harbour visits/ }).waitFor()
  await expect.poll(() => page.url()).toBe(`${datalens.url}/?q=visits`)
  expect(browser.takeTrouble(/status of 401/)).toEqual([])
  await context.close()
})

test('what another person owns looks like what does not exist', async () => {
  const [one, other] = await Promise.all([browser.newContext(), browser.newContext()])
  const [page, stranger] = await Promise.all([one.newPage(), other.newPage()])
  await Promise.all([registerByApi(page, datalens.url), registerByApi(stranger, datalens.url)])
  await page.goto(datalens.url)
  await dropFiles(page, [{ name: 'mine.csv', text: 'n\n1\n' }])
  await page.getByText('Ready: 1 row x 1 column').waitFor()
  await page.getByRole('row', { name: /mine/ }).getByRole('link').click()
  await page.waitForURL(/\/data$/)

  await stranger.goto(page.url())
  await stranger.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  expect(browser.takeTrouble(/status of 404/)).toEqual([])
  await Promise.all([one.close(), other.close()])
})
