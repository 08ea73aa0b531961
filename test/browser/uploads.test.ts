import { expect, test } from 'vitest'
import { dropFiles } from './drop-files.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const slowly = { offline: false, latency: 10, downloadThroughput: -1, uploadThroughput: 200_000 }
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
  await tray.getByText('The page was reloaded while this file was on its way. Drop it again to send it.').waitFor()
  await page.goto(datalens.url)
  await page.getByRole('heading', { name: 'Drop a file. See what is in it.' }).waitFor()
  await context.close()
}, 90_000)

test('what fails says why where it happened, and can be sent again without a second dataset', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const tray = page.getByRole('region', { name: 'Uploads' })

  let lost = 0
  await page.route('**/api/v1/datasets', async (route) => {
    if (lost > 0 || route.request().method() !== 'POST') return route.continue()
    lost += 1
    await route.fetch()
    return route.abort()
  })
  await dropFiles(page, [{ name: 'kept.csv', text: 'n\n1\n2\n' }])
  await tray.getByText(/The connection broke/).waitFor()
  await page.getByRole('row', { name: /kept/ }).waitFor()
  await tray.getByRole('button', { name: 'Send kept.csv again' }).click()
  await tray.getByText('Ready: 2 rows x 1 column').waitFor()
  await page.getByText('1 dataset', { exact: true }).waitFor()
  expect(lost).toBe(1)
  expect(browser.takeTrouble(/ERR_FAILED/)).toEqual([])
  await context.close()
}, 60_000)
