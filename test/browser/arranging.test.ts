import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi, shareByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const states = ['Texas', 'Texas', 'texas ', 'Ohio']
const visits = `visit_id,state,arrived,tonnes,crew
${Array.from({ length: 400 }, (_, row) => `${row},${states[row % 4]},2024-03-${String((row % 28) + 1).padStart(2, '0')},${row * 1.5},${row % 7}`).join('\n')}
`

const openPage = async () => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  return context.newPage()
}

const heads = (page: Page) =>
  page.locator('[data-name-of]').evaluateAll((buttons) => buttons.map((button) => button.textContent))

test('a view is arranged by menu, keys and dragging, and its address opens it for another person', async () => {
  const page = await openPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)
  await page.goto(`${datalens.url}/datasets/${id}/data`)
  const grid = page.getByRole('grid', { name: 'Rows of visits' })
  await grid.getByRole('gridcell', { name: '2024-03-01' }).first().waitFor()

  const choose = async (column: string, item: string) => {
    await grid.getByRole('columnheader', { name: column }).hover()
    await grid.getByRole('button', { name: `Menu of ${column}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('state', 'Pin at the left')
  await page.waitForURL(/\?pin=state$/)
  expect(await heads(page)).toEqual(['state', 'visit_id', 'arrived', 'tonnes', 'crew'])
  await page.locator('[role=grid]:focus').waitFor()

  const from = await page.locator('[data-name-of="4"]').boundingBox()
  const to = await page.locator('[data-name-of="2"]').boundingBox()
  if (!from || !to) throw new Error('The heads are not in view.')
  await page.mouse.move(from.x + 20, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(to.x + 60, to.y + 10, { steps: 3 })
  await page.mouse.move(to.x + 10, to.y + 10, { steps: 3 })
  await page.mouse.up()
  await page.waitForURL(/order=state,crew$/)
  await expect.poll(() => heads(page)).toEqual(['state', 'visit_id', 'crew', 'arrived', 'tonnes'])

  await grid.focus()
  for (const key of ['Control+Home', 'ArrowUp', 'ArrowRight', 'Control+Shift+ArrowRight'])
    await page.keyboard.press(key)
  await expect.poll(() => heads(page)).toEqual(['state', 'crew', 'visit_id', 'arrived', 'tonnes'])
  await page.keyboard.press('Alt+ArrowDown')
  await page.getByRole('menuitem', { name: 'Sort descending' }).press('Enter')
  await page.waitForURL(/sort=-visit_id/)
  await page.getByRole('button', { name: 'Sort', exact: true }).click()
  const editor = page.getByRole('dialog', { name: 'Sort' })
  await editor.getByRole('combobox', { name: 'Then by' }).fill('state')
  await page.getByRole('option', { name: 'state' }).click()
  await editor.getByRole('button', { name: 'Sort by state earlier' }).click()
  await page.waitForURL(/sort=state,-visit_id/)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search the columns' }).press('Escape')
  await page.getByRole('listbox', { name: 'Columns' }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search the columns' }).fill('arr')
  for (const key of ['ArrowDown', ' ']) await page.keyboard.press(key)
  await page.waitForURL(/hide=arrived/)
  await page.getByText('4 of 5 columns shown, 1 found').waitFor()
  expect(await findBarriers(page, 'the columns menu')).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByText(/^400 rows · 4 of 5 columns · .* · by state ↑, visit_id ↓$/).waitFor()
  await grid.getByRole('gridcell', { name: '399' }).waitFor()
  await grid.focus()
  for (const key of ['Control+Home', 'Shift+ArrowRight', 'Control+Shift+C']) await page.keyboard.press(key)
  await page.getByText('copied 2 cells with their headers').waitFor()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe('state\tcrew\nOhio\t0')

  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Options…' }).click()
  const exporting = page.getByRole('dialog', { name: 'Export what is shown' })
  await exporting.getByText(/^400 rows, 4 of 5 columns, by state ↑, visit_id ↓, as CSV: about \d/).waitFor()
  await exporting.getByText('SELECT "state", "crew", "visit_id", "tonnes"').waitFor()
  expect(await findBarriers(page, 'the export')).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    exporting.getByRole('link', { name: 'Download' }).click(),
  ])
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString().split(/\r?\n/).slice(0, 2)).toEqual([
    'state,crew,visit_id,tonnes',
    'Ohio,0,399,598.5',
  ])

  const other = await openPage()
  await registerByApi(other, datalens.url)
  await shareByApi(page, other, datalens.url, id)
  await other.goto(page.url().replace('pin=state', 'pin=state,gone'))
  await other.getByRole('gridcell', { name: '399' }).waitFor()
  expect(await heads(other)).toEqual(['state1', 'crew', 'visit_id2', 'tonnes'])
  await other.getByText('names columns that this table does not have: gone').waitFor()
  await other.getByRole('button', { name: 'Leave them out' }).click()
  await other.getByText('names columns').waitFor({ state: 'hidden' })
  await page.context().close()
  await other.context().close()
})

test('values that mean the same are merged, a column is computed, and all of it is undone', async () => {
  const page = await openPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)
  await page.goto(`${datalens.url}/datasets/${id}/data`)
  const grid = page.getByRole('grid', { name: 'Rows of visits' })
  await grid.getByRole('gridcell').first().waitFor()
  await grid.getByRole('columnheader', { name: 'state' }).hover()
  await grid.getByRole('button', { name: 'Menu of state' }).click()
  await page.getByRole('menuitem', { name: 'Clean and derive' }).press('ArrowRight')
  await page.getByRole('menuitem', { name: 'Replace values' }).press('Enter')

  const panel = page.getByRole('complementary', { name: 'Steps' })
  await panel.getByRole('button', { name: /^texas/ }).click()
  await panel.getByRole('textbox', { name: 'Write instead' }).fill('Texas')
  await panel.getByText('Of all steps: 100 cells change.').waitFor()
  // A step begun at another column leaves those that were made before.
  await grid.getByRole('columnheader', { name: 'tonnes' }).hover()
  await grid.getByRole('button', { name: 'Menu of tonnes' }).click()
  await page.getByRole('menuitem', { name: 'Clean and derive' }).press('ArrowRight')
  await page.getByRole('menuitem', { name: 'Compute a column' }).press('Enter')
  await panel.getByRole('textbox', { name: 'Name of the new column' }).fill('twice')
  const expression = panel.getByRole('textbox', { name: 'Expression in SQL' })
  await expression.fill('tonnes *\n  nothing')
  await panel.getByText('Line 2, character 3: There is no column "nothing" here.').waitFor()
  expect(browser.takeTrouble(/422/)).toBeDefined()
  await expression.fill('tonnes * 2')
  await panel.getByText('Of all steps: 500 cells change.').waitFor()
  await panel.getByRole('button', { name: 'Add to the list' }).click()
  expect(await findBarriers(page, 'the steps')).toEqual([])
  // The panel gives way to the other one, and has its steps when it comes back.
  await grid.getByRole('columnheader', { name: 'tonnes' }).press('i')
  await page.getByRole('complementary', { name: 'Column' }).waitFor()
  await page.getByRole('button', { name: 'Clean and derive: steps are not applied yet' }).click()
  await panel.getByText('Of all steps: 500 cells change.').waitFor()
  await panel.getByRole('button', { name: 'Apply' }).click()
  await grid.getByRole('columnheader', { name: 'twice' }).waitFor()

  await page.getByRole('button', { name: 'Clean and derive' }).click()
  const list = panel.getByRole('list', { name: 'Steps in their order' })
  await list.getByText('100 cells changed').waitFor()
  await list.getByRole('button', { name: 'Earlier: Add twice = tonnes * 2' }).click()
  await list.getByRole('listitem').first().getByText('Add twice = tonnes * 2').waitFor()
  await panel.getByRole('button', { name: 'Undo all' }).click()
  await grid.getByRole('columnheader', { name: 'twice' }).waitFor({ state: 'detached' })
  await page.context().close()
})
