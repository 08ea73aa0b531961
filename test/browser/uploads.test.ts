import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { dropFiles } from './drop-files.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const slowly = { offline: false, latency: 10, downloadThroughput: -1, uploadThroughput: 200_000 }
const fast = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
const megabyte = 'n,word\n'.padEnd(1_000_000, '1,abcdef\n')

test('a transfer shows its bytes, can be cancelled, and tells of itself through page changes and a reload', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const network = await context.newCDPSession(page)
  await network.send('Network.emulateNetworkConditions', slowly)

  await dropFiles(page, [
    { name: 'one.csv', text: megabyte },
    { name: 'two.csv', text: megabyte },
  ])
  const tray = page.getByRole('region', { name: 'Uploads' })
  await tray.getByText('Uploading 2 files').waitFor()
  await tray
    .getByText(/KiB of 977 KiB, .* KiB\/s, .* left/)
    .first()
    .waitFor()

  await tray.getByRole('button', { name: 'Cancel two.csv' }).click()
  await tray.getByText('Uploading 1 file').waitFor()
  await page.getByRole('link', { name: 'Trash' }).click()
  await page.getByRole('heading', { name: 'Trash', exact: true }).waitFor()
  await tray.getByText('one.csv').waitFor()

  const asked = new Promise<string>((resolve) => {
    page.once('dialog', (dialog) => {
      resolve(dialog.type())
      void dialog.accept()
    })
  })
  await page.reload()
  expect(await asked).toBe('beforeunload')
  await tray.getByText('1 upload can go on').waitFor()
  await tray.getByText(/KiB of 977 KiB are safe\. Choose the same file again/).waitFor()

  const offsets: number[] = []
  page.on('request', async (request) => {
    if (request.method() === 'PATCH') offsets.push(Number((await request.allHeaders())['upload-offset']))
  })
  await network.send('Network.emulateNetworkConditions', fast)
  await page.goto(datalens.url)
  await dropFiles(page, [{ name: 'one.csv', text: megabyte }])
  await tray.getByText('Ready: 111,111 rows x 2 columns').waitFor()
  expect(offsets[0]).toBeGreaterThan(0)
  await page.getByText('1 dataset', { exact: true }).waitFor()
  await context.close()
})

test('a transfer that is held lets the others go, and goes on where it was', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const network = await context.newCDPSession(page)
  await network.send('Network.emulateNetworkConditions', slowly)
  await dropFiles(page, [{ name: 'held.csv', text: megabyte }])
  const tray = page.getByRole('region', { name: 'Uploads' })
  await tray.getByText(/KiB\/s, .* left/).waitFor()
  await tray.getByRole('button', { name: 'Pause held.csv' }).click()
  await tray.getByText(/ of 977 KiB, paused/).waitFor()
  await network.send('Network.emulateNetworkConditions', fast)
  await dropFiles(page, [{ name: 'small.csv', text: 'n\n1\n' }])
  await tray.getByText('Ready: 1 row x 1 column').waitFor()
  await tray.getByRole('button', { name: 'Go on with held.csv' }).click()
  await tray.getByText('Ready: 111,111 rows x 2 columns').waitFor()
  await page.getByText('2 datasets', { exact: true }).waitFor()
  await context.close()
})

test('an answer that was lost on the way makes no second dataset', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const tray = page.getByRole('region', { name: 'Uploads' })

  let lost = 0
  await page.route('**/api/v1/uploads/*', async (route) => {
    if (lost > 0 || route.request().method() !== 'PATCH') return route.continue()
    lost += 1
    await route.fetch()
    return route.abort()
  })
  await dropFiles(page, [{ name: 'kept.csv', text: 'n\n1\n2\n' }])
  await tray.getByText('Ready: 2 rows x 1 column').waitFor()
  await page.getByText('1 dataset', { exact: true }).waitFor()
  expect(lost).toBe(1)
  expect(browser.takeTrouble(/ERR_FAILED/)).toEqual([])
  await context.close()
})

test('what fails says why where it happened, and can be sent again', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const tray = page.getByRole('region', { name: 'Uploads' })

  const problem = {
    type: 'about:blank',
    title: 'No space left',
    status: 507,
    detail: 'The disk of the server is full.',
    code: 'no_space',
  }
  await page.route('**/api/v1/uploads/*', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 507, contentType: 'application/problem+json', json: problem })
      : route.continue(),
  )
  await dropFiles(page, [{ name: 'full.csv', text: 'n\n1\n2\n' }])
  await tray.getByText('The disk of the server is full.').waitFor()
  await page.unroute('**/api/v1/uploads/*')
  await tray.getByRole('button', { name: 'Send full.csv again' }).click()
  await tray.getByText('Ready: 2 rows x 1 column').waitFor()
  expect(browser.takeTrouble(/507/)).toEqual([])
  await context.close()
})

const paste = (text: string) => `(() => {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', ${JSON.stringify(text)})
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
})()`

test('a pasted table is a dataset, and the same bytes again are asked about', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const tray = page.getByRole('region', { name: 'Uploads' })
  const table = 'port\tships\nHAM\t12\nRTM\t30\n'
  await page.evaluate(paste('only some words'))
  await page.evaluate(paste(table))
  await tray.getByText('Ready: 2 rows x 2 columns').waitFor()
  await tray.getByRole('link', { name: 'Pasted table.csv' }).waitFor()
  await page.getByRole('searchbox').focus()
  await page.evaluate(paste(table))
  await page.getByText('1 dataset', { exact: true }).waitFor()

  await dropFiles(page, [{ name: 'again.csv', text: table }])
  await tray.getByText('You have these very bytes already: Pasted table.').waitFor()
  await page.getByText('2 datasets', { exact: true }).waitFor()
  expect(await findBarriers(page, 'the same bytes again')).toEqual([])
  await tray.getByRole('button', { name: 'Keep both' }).click()
  await tray.getByText('You have these very bytes already').waitFor({ state: 'hidden' })
  await tray.getByRole('button', { name: 'Fold the list of uploads' }).click()
  await tray.getByRole('button', { name: 'Unfold the list of uploads' }).click()
  await tray.getByRole('link', { name: 'again.csv' }).waitFor()
  expect(await tray.getByText('You have these very bytes already').count()).toBe(0)

  await dropFiles(page, [{ name: 'once more.csv', text: table }])
  await page.getByText('3 datasets', { exact: true }).waitFor()
  await tray.getByRole('button', { name: 'Move this one to the trash' }).click()
  await page.getByText('2 datasets', { exact: true }).waitFor()
  await context.close()
}, 60_000)
