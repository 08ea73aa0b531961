import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { dropFiles } from './drop-files.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const visits = `visit,arrived,tons
${Array.from({ length: 30 }, (_, n) => `${n},0${(n % 9) + 1}/0${((n * 7) % 9) + 1}/2024,${n}.5`).join('\n')}
900,01/02/2024
`

test('a question is answered, the answer taken back, and a new file takes the place of the old', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  await dropFiles(page, [{ name: 'visits.csv', text: visits }])
  const tray = page.getByRole('region', { name: 'Uploads' })
  await tray.getByText('Ready: 31 rows x 3 columns').waitFor()
  await tray.getByRole('link', { name: 'visits.csv' }).click()
  const first = page.getByRole('gridcell', { name: '2024-01-01' }).first()
  await first.waitFor()
  await page.getByRole('tab', { name: 'Source' }).click()

  await page.getByText('Which comes first in arrived, day or month?').waitFor()
  await page.getByRole('row', { name: /^32 The row has 2 values for 3 columns/ }).waitFor()
  expect(await findBarriers(page, 'source with a question')).toEqual([])
  const differing = page.getByRole('region', { name: 'Rows that the readings tell apart' })
  await differing.getByRole('row', { name: /02\/08\/2024 2024-08-02 2024-02-08/ }).waitFor()
  await page.getByRole('button', { name: 'Read month first' }).click()
  const versions = page.getByRole('listitem')
  await versions.filter({ hasText: 'v2' }).filter({ hasText: 'in use' }).waitFor()
  await page.getByText('Which comes first').waitFor({ state: 'hidden' })

  await page.getByText('A person chose the type DATE, month first').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await versions.filter({ hasText: 'v3' }).filter({ hasText: 'in use' }).waitFor()
  await page.getByText('Which comes first in arrived, day or month?').waitFor()

  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Upload a new version' }).click()
  const march = { name: 'march.csv', mimeType: 'text/csv', buffer: Buffer.from('visit,tons\n1,2\n2,3\n') }
  await (await chosen).setFiles(march)
  const dialog = page.getByRole('dialog', { name: 'march.csv as the new version of visits' })
  await dialog.getByText('1 of 3 columns match; 1 has another type, 1 is missing.').waitFor()
  expect(await findBarriers(page, 'a new version before it is used')).toEqual([])
  await versions.filter({ hasText: 'v4' }).waitFor({ state: 'detached' })

  const other = await context.newPage()
  await other.goto(datalens.url)
  await other.getByRole('dialog', { name: 'march.csv as the new version of visits' }).getByText('First rows').waitFor()
  const gone = { type: 'about:blank', title: 'Not found', status: 404, code: 'not_found', detail: 'It is gone.' }
  await other.route(/\/api\/v1\/datasets\/[0-9a-f-]{36}$/, (route) => route.fulfill({ status: 404, json: gone }))
  await other.reload()
  await other.getByRole('dialog').getByText('It is gone.').waitFor()
  await other.keyboard.press('Escape')
  await other.getByRole('button', { name: 'Give up march.csv' }).waitFor()
  expect(await other.getByRole('button', { name: 'Clear the list of uploads' }).count()).toBe(0)
  await other.close()

  await dialog.getByRole('button', { name: 'Use it' }).click()
  await versions.filter({ hasText: 'v4' }).filter({ hasText: 'in use' }).waitFor()
  await versions.filter({ hasText: 'v4' }).filter({ hasText: '2 rows, 2 columns' }).waitFor()

  const again = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Upload a new version' }).click()
  await (await again).setFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('') })
  await page.getByRole('dialog').getByText('Used all the same').waitFor()
  await page.getByRole('button', { name: 'Use it' }).click()
  await tray.getByText('This file could not be read. Version 4 stays in use').waitFor()
  expect(await page.getByText('2 x 2').or(page.getByText('2 × 2')).count()).toBeGreaterThan(0)
  expect(browser.takeTrouble(/404|422/)).toEqual([])
  await context.close()
})

test('the other table of a file is one press away', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  const ports = 'port,ships,tons\nHAM,12,340.5\nRTM,30,901.0\nANR,25,700.5\n'
  const captains = 'captain,born\nAda,1970-01-02\nBob,1981-03-04\nCy,1992-05-06\n'
  await dropFiles(page, [{ name: 'harbour.csv', text: `${ports}\n${captains}` }])
  const tray = page.getByRole('region', { name: 'Uploads' })
  await tray.getByText('Ready: 3 rows x 3 columns').waitFor()
  await tray.getByRole('link', { name: 'harbour.csv' }).click()
  await page.getByRole('tab', { name: 'Source', disabled: false }).click()
  await page.getByRole('heading', { name: 'Tables of this file' }).waitFor()
  expect(await findBarriers(page, 'source with another table')).toEqual([])
  await page.getByRole('button', { name: 'Make it a dataset' }).click()
  await page.getByRole('gridcell', { name: '1970-01-02' }).waitFor()
  await context.close()
})

test('how a file is read is decided with its first rows in sight', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  await dropFiles(page, [{ name: 'tons.csv', text: 'day;tons\n13.02.2024;1.250\n14.02.2024;2.500\n' }])
  const tray = page.getByRole('region', { name: 'Uploads' })
  await tray.getByText('Ready: 2 rows x 2 columns').waitFor()
  await tray.getByRole('link', { name: 'tons.csv' }).click()
  await page.getByRole('tab', { name: 'Source', disabled: false }).click()
  await page.getByRole('button', { name: 'Change how it is read' }).click()
  const form = page.getByRole('form', { name: 'How the file is read' })
  const wouldBe = page.getByRole('region', { name: 'First rows as they would be' })
  await wouldBe.getByText('2024-02-13').waitFor()
  await page.getByText('Nothing is decided: all is as found.').waitFor()

  await form.getByRole('button', { name: /Decimal mark$/ }).click()
  await page.getByRole('option', { name: 'point, as in 1.5' }).click()
  await wouldBe.getByText('1.250').waitFor()
  await form.getByRole('textbox', { name: 'Lines above the header' }).fill('two')
  await form.getByText('Type how many lines, such as 3.').waitFor()
  expect(await page.getByRole('button', { name: 'Read again' }).isDisabled()).toBe(true)
  await form.getByRole('button', { name: 'Lines above the header: back to what was found' }).click()
  await form.getByRole('button', { name: /Type of column tons/ }).click()
  await page.getByRole('option', { name: 'whole number' }).click()
  await form.getByRole('button', { name: /decimal mark of column tons/ }).click()
  await page.getByRole('option', { name: 'comma, as in 1,5' }).click()
  await wouldBe.getByText('1250').waitFor()
  expect(await findBarriers(page, 'the marks of a column')).toEqual([])
  await form.getByRole('button', { name: 'Column tons: back to what was found' }).click()
  await wouldBe.getByText('1.250').waitFor()
  await form.getByRole('textbox', { name: 'Name of column tons' }).fill('weight')
  await wouldBe.getByRole('columnheader', { name: /weight/ }).waitFor()
  await page.getByText('2 choices of yours.').waitFor()
  expect(await findBarriers(page, 'reading a file again')).toEqual([])

  await page.getByRole('button', { name: 'Read again' }).click()
  await page.getByRole('listitem').filter({ hasText: 'v2' }).filter({ hasText: 'in use' }).waitFor()
  await page.getByRole('tab', { name: 'Data' }).click()
  await page.getByRole('columnheader', { name: /weight/ }).waitFor()
  await page.getByRole('gridcell', { name: '1.250' }).waitFor()
  await context.close()
}, 90_000)
