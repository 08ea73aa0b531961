import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const ports = ['Hamburg', 'Rotterdam', 'Antwerp', 'Le Havre']
const visits = `port,kind,arrived,tonnes
${Array.from({ length: 400 }, (_, row) =>
  [
    ports[row % 10 < 4 ? 0 : row % 3 === 0 ? 1 : row % 3 === 1 ? 2 : 3],
    row % 4 === 0 ? 'bulk' : 'tanker',
    new Date(Date.UTC(2024, 0, 1 + (row % 300))).toISOString().slice(0, 10),
    row % 50 === 7 ? '' : 100 + ((row * 37) % 800),
  ].join(','),
).join('\n')}
`

const exported = async (page: Page, what: string): Promise<Download> => {
  await page.getByRole('button', { name: 'Export chart' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: what }).click()])
  return file
}

const choose = async (page: Page, field: string, column: string) => {
  const input = page.getByRole('combobox', { name: field })
  await input.fill(column)
  await page.getByRole('option', { name: column }).click()
}

test('a recommended chart is changed, saved, found again, taken away, and leads to its rows', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)
  await page.goto(`${datalens.url}/datasets/${id}/charts`)
  const charts = page.getByRole('region', { name: 'Charts', exact: true })
  const recommended = charts.getByRole('region', { name: 'Recommended' })
  await recommended.getByRole('img').first().waitFor()
  expect(await findBarriers(page, 'recommended charts')).toEqual([])

  await recommended.getByRole('link').first().click()
  await charts.getByRole('button', { name: 'All charts' }).waitFor()
  await charts.getByRole('radio', { name: 'Bars' }).click()
  await choose(page, 'Along', 'port')
  const taken = charts.getByRole('button', { name: /^Take .* off$/ })
  while ((await taken.count()) > 1) await taken.last().click()
  const drawing = charts.getByRole('img', { name: /by port.*highest 160 at Hamburg/i })
  await drawing.waitFor()
  await choose(page, 'Colour', 'kind')
  await charts.getByRole('heading', { name: 'Rows by port and kind' }).waitFor()
  await charts.getByRole('img', { name: /by port and kind/i }).waitFor()
  await charts.getByRole('textbox', { name: 'Title' }).fill('Visits of ports')
  expect(await findBarriers(page, 'a chart')).toEqual([])
  await charts.getByRole('button', { name: 'Show as table' }).click()
  await charts.getByRole('region', { name: 'The chart as a table' }).waitFor()
  expect(await findBarriers(page, 'a chart as a table')).toEqual([])
  await charts.getByRole('button', { name: 'Show as chart' }).click()

  await charts.getByRole('button', { name: 'Save', exact: true }).click()
  const naming = page.getByRole('dialog', { name: 'Save the chart' })
  await naming.getByRole('button', { name: 'Save' }).click()
  await charts.getByRole('button', { name: 'Saved', exact: true }).waitFor()
  await page.reload()
  await charts.getByRole('heading', { name: 'Visits of ports' }).waitFor()
  await charts.getByRole('button', { name: 'Saved', exact: true }).waitFor()

  await charts.getByRole('button', { name: 'Dashboard' }).click()
  await page.getByRole('menuitem', { name: 'New dashboard' }).click()
  await page.getByText('Visits of ports stands on Visits of ports.').waitFor()

  const csv = await exported(page, 'Numbers as CSV')
  expect(csv.suggestedFilename()).toBe('Visits of ports.csv')
  expect(readFileSync(await csv.path(), 'utf8')).toMatch(/^port,kind,\w+\r\nHamburg,tanker,120\r\n/)
  const svg = readFileSync(await (await exported(page, 'Drawing as SVG')).path(), 'utf8')
  expect(svg).toMatch(/^<svg .*<title>Visits of ports<\/title>/s)
  expect(svg).toContain('n = 400 rows')
  expect(svg).toContain('fill="#ffffff"')
  const png = readFileSync(await (await exported(page, 'Image as PNG')).path())
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
  await charts.getByRole('button', { name: 'SQL', exact: true }).click()
  await page.getByRole('dialog').getByText('FROM data').waitFor()
  await page.keyboard.press('Escape')

  await charts.getByRole('button', { name: 'All charts' }).click()
  const saved = charts.getByRole('region', { name: 'Saved' })
  await saved.getByRole('button', { name: 'Actions for Visits of ports' }).click()
  await page.getByRole('menuitem', { name: 'Duplicate' }).click()
  await saved.getByRole('link', { name: 'Visits of ports (copy)' }).waitFor()
  expect(await findBarriers(page, 'saved charts')).toEqual([])
  await saved.getByRole('button', { name: 'Actions for Visits of ports (copy)' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('Visits of ports (copy) was deleted.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await saved.getByRole('link', { name: 'Visits of ports (copy)' }).click()
  await charts.getByRole('heading', { name: 'Visits of ports (copy)' }).waitFor()
  await page.context().close()
})

test('by keyboard: a chart of what the filter leaves is read mark by mark, and a mark leads to its rows', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)
  const nowhere = { column: 'port', op: 'eq', value: 'Nowhere' }
  const filter = encodeURIComponent(JSON.stringify({ and: [{ column: 'kind', op: 'eq', value: 'bulk' }, nowhere] }))
  const chart = encodeURIComponent(JSON.stringify({ mark: 'bar', x: 'port' }))
  await page.goto(`${datalens.url}/datasets/${id}/charts?filter=${filter}&chart=${chart}`)
  const charts = page.getByRole('region', { name: 'Charts', exact: true })
  await charts.getByText('Only rows where').waitFor()
  await charts.getByText('The filter leaves no row.').waitFor()
  await charts.getByRole('button', { name: 'Remove the filter: port is Nowhere' }).press('Enter')
  const values = charts.getByRole('listbox', { name: 'Values of the chart' })
  await values.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Home')
  await values.getByRole('option', { name: 'Hamburg, 40 rows · 40 %' }).waitFor()
  await page.keyboard.press('Enter')
  const rows = charts.getByRole('link', { name: 'Show these rows' })
  await rows.waitFor()
  expect(await findBarriers(page, 'a picked mark')).toEqual([])
  await rows.focus()
  await page.keyboard.press('Enter')
  await page.getByText('40 of 400 rows', { exact: true }).waitFor()
  await page.goBack()

  await charts.getByRole('button', { name: 'Remove the filter: kind is bulk' }).click()
  await charts.getByText('n = 400 rows').waitFor()
  await charts.getByRole('radio', { name: 'Boxes' }).click()
  await charts.getByText('This chart cannot be drawn').waitFor()
  expect(await findBarriers(page, 'a chart that cannot be drawn')).toEqual([])
  browser.takeTrouble(/status of 422/)
  await choose(page, 'Value', 'tonnes')
  await charts.getByRole('img', { name: /tonnes by port/i }).waitFor()
  await page.context().close()
})
