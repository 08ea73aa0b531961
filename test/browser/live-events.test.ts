import type { Page, Request } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropFiles } from './drop-files.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

/** Counts the event streams of a page that are open now. */
function countStreams(page: Page) {
  const open = new Set<Request>()
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/events')) open.add(request)
  })
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  return () => open.size
}

test('ten tabs with ten uploads share one stream, every tab sees every dataset, and a closed leader is replaced', async () => {
  const context = await browser.newContext()
  const first = await context.newPage()
  await registerByApi(first, datalens.url)
  const tabs = [first, ...(await Promise.all(Array.from({ length: 9 }, () => context.newPage())))]
  const streams = tabs.map(countStreams)
  const openStreams = () => streams.reduce((sum, count) => sum + count(), 0)
  for (const tab of tabs) {
    await tab.goto(datalens.url)
    await tab.getByRole('button', { name: 'Choose files' }).or(tab.getByRole('row').nth(1)).waitFor()
  }
  await expect.poll(openStreams).toBe(1)

  await Promise.all(
    tabs.map((tab, index) => dropFiles(tab, [{ name: `upload ${index}.csv`, text: `n,word\n${index},a\n7,b\n` }])),
  )
  for (const tab of tabs) {
    for (let index = 0; index < tabs.length; index += 1) {
      const row = tab.getByRole('row', { name: new RegExp(`upload ${index}\\b`) })
      await row.getByRole('gridcell', { name: '2 x 2' }).waitFor()
    }
  }
  await expect.poll(openStreams).toBe(1)

  const leader = tabs[streams.findIndex((count) => count() === 1)] as Page
  const others = tabs.filter((tab) => tab !== leader)
  await leader.close()
  await expect.poll(() => others.reduce((sum, tab) => sum + (streams[tabs.indexOf(tab)]?.() ?? 0), 0)).toBe(1)
  const [second, third] = others as [Page, Page]
  await dropFiles(second, [{ name: 'after the leader.csv', text: 'n\n1\n' }])
  await third
    .getByRole('row', { name: /after the leader/ })
    .getByRole('gridcell', { name: '1 x 1' })
    .waitFor()
  await context.close()
})

test('signing out in one tab takes the others along, and signing in brings them back to where they were', async () => {
  const context = await browser.newContext()
  const first = await context.newPage()
  const second = await context.newPage()
  const person = await registerByApi(first, datalens.url)
  await first.goto(datalens.url)
  await second.goto(`${datalens.url}/account`)
  await second.getByRole('heading', { name: 'Account', exact: true }).waitFor()

  await first.getByRole('button', { name: /^Account of/ }).click()
  await first.getByRole('menuitem', { name: 'Sign out' }).click()
  await first.getByRole('heading', { name: 'Sign in' }).waitFor()
  await second.getByRole('heading', { name: 'Sign in' }).waitFor()

  await first.getByLabel('E-mail or username').fill(person.email)
  await first.getByLabel('Password', { exact: true }).fill(person.password)
  await first.getByRole('button', { name: 'Sign in' }).click()
  await first.getByRole('button', { name: 'Choose files' }).waitFor()
  await second.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await context.close()
})
