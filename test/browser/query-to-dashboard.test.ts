import { expect, test } from 'vitest'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const visits = `port,day,tonnes
${Array.from({ length: 300 }, (_, row) => {
  const day = new Date(Date.UTC(2024, 0, 1 + (row % 90))).toISOString().slice(0, 10)
  return `${['Hamburg', 'Rotterdam', 'Antwerp'][row % 3]},${day},${(row * 37) % 101}`
}).join('\n')}
`

test('a query becomes a dataset, a chart of it stands on a dashboard, and what is brushed there is taken away', async () => {
  const context = await browser.newContext({ acceptDownloads: true })
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)

  await page.goto(`${datalens.url}/datasets/${id}/sql`)
  await page.getByRole('textbox', { name: 'SQL' }).click()
  await page.keyboard.type(`SELECT port, tonnes FROM data WHERE port <> 'Antwerp'`)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/^200 rows · 2 columns/).waitFor()
  await page.getByRole('button', { name: 'Chart this' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Northern visits')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith('/charts') && !url.pathname.includes(id))
  await page.getByRole('heading', { name: 'Northern visits' }).waitFor()

  const charts = page.getByRole('region', { name: 'Charts', exact: true })
  await charts
    .getByRole('button', { name: 'New chart' })
    .or(charts.getByRole('link', { name: 'New chart' }))
    .click()
  const along = page.getByRole('combobox', { name: 'Along' })
  await along.fill('port')
  await page.getByRole('option', { name: 'port' }).click()
  await charts.getByRole('heading', { name: 'Rows by port' }).waitFor()
  await charts.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog', { name: 'Save the chart' }).getByRole('button', { name: 'Save' }).click()
  await charts.getByRole('button', { name: 'Saved', exact: true }).waitFor()
  await charts.getByRole('button', { name: 'Dashboard' }).click()
  await page.getByRole('menuitem', { name: 'New dashboard' }).click()
  await page.getByText('Rows by port stands on Rows by port.').waitFor()

  await page
    .getByRole('link', { name: 'Boards' })
    .or(page.getByRole('link', { name: 'Dashboards' }))
    .first()
    .click()
  await page.getByRole('link', { name: 'Rows by port' }).click()
  await page.getByRole('button', { name: 'Add a chart' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a chart' })
  await dialog.getByRole('button', { name: 'Add: The rows', exact: true }).click()
  await dialog.getByRole('button', { name: 'Added: The rows' }).waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('article', { name: 'Rows by port', exact: true }).getByRole('listbox').press('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: 'The rows' }).getByText('100 of 200 rows').waitFor()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Northern visits: selected rows as CSV' }).click()
  const lines = Buffer.concat(await (await (await saved).createReadStream()).toArray())
    .toString()
    .trimEnd()
    .split('\n')
  expect(lines[0]).toBe('port,tonnes')
  expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(1)
  expect(lines).toHaveLength(101)
  await context.close()
})
