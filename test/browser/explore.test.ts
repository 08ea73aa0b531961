import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi, shareByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

/** 600 rows: ports in turn, calls from 0 to 5, loads that are null in every tenth row, days of a year. */
const ports = ['HAM', 'RTM', 'HAM', 'RTM', 'Straße 4', 'HAM']
const visits = Array.from({ length: 600 }, (_, row) => ({
  port: ports[row % 6] as string,
  calls: row % 5 === 0 ? 5 : row % 5,
  load: row % 10 === 3 ? null : (row * 7) % 500,
  arrived: new Date(Date.UTC(2024, 0, 1 + (row % 360))).toISOString().slice(0, 10),
}))
const csv = ['port,calls,load,arrived', ...visits.map((visit) => Object.values(visit).join(','))].join('\n')
type Visit = (typeof visits)[number]

async function openPage(options = {}): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  return page
}

const upload = (page: Page) =>
  uploadFile(
    page,
    datalens.url,
    `${csv}
`,
  )

const addressOf = (id: string) => `${datalens.url}/datasets/${id}/data`

const chart = (page: Page, column: string) => page.getByRole('slider', { name: `Filter by ${column}` })
const said = (page: Page, column: string) => chart(page, column).getAttribute('aria-valuetext')
const rowsLeft = (page: Page, test: (visit: Visit) => boolean) =>
  page.getByText(new RegExp(`^${visits.filter(test).length} of 600 rows ·`)).waitFor()

test('charts of column heads filter, the others follow, and the address shows somebody else the same', async () => {
  const page = await openPage()
  const id = await upload(page)
  await page.goto(addressOf(id))
  await expect.poll(() => said(page, 'port')).toBe('HAM, 300 rows')

  await chart(page, 'port').locator('[data-mark="0"]').last().click()
  await rowsLeft(page, ({ port }) => port === 'HAM')
  await expect.poll(() => said(page, 'port')).toBe('HAM, 300 of 300 rows, chosen')
  const lightHam = visits.filter(({ port, calls }) => port === 'HAM' && calls === 1).length
  await expect.poll(() => said(page, 'calls')).toBe(`1, ${lightHam} of 120 rows`)

  await chart(page, 'port')
    .locator('[data-mark="1"]')
    .last()
    .click({ modifiers: ['Control'] })
  await rowsLeft(page, ({ port }) => port === 'HAM' || port === 'RTM')

  const bars = await chart(page, 'calls').locator('svg').first().boundingBox()
  if (!bars) throw new Error('no bars')
  await page.mouse.move(bars.x + bars.width * 0.3, bars.y + 8)
  await page.mouse.down()
  await page.mouse.move(bars.x + bars.width * 0.7, bars.y + 8, { steps: 4 })
  await page.mouse.up()
  const range = await page.getByRole('button', { name: /^calls between \d and \d$/ }).textContent()
  const [low = 0, high = 0] = (range?.match(/\d/g) ?? []).map(Number)
  const inRange = ({ port, calls }: Visit) => /HAM|RTM/.test(port) && calls >= low && calls <= high
  await rowsLeft(page, inRange)

  await chart(page, 'load').locator('[data-mark=null]').click()
  await rowsLeft(page, (visit) => inRange(visit) && visit.load === null)
  await page.getByRole('button', { name: 'load is null', exact: true }).waitFor()

  const other = await openPage()
  await shareByApi(page, other, datalens.url, id)
  await other.goto(page.url())
  await rowsLeft(other, (visit) => inRange(visit) && visit.load === null)
  await other.getByRole('button', { name: 'port is one of HAM, RTM', exact: true }).waitFor()
  const left = visits.filter((visit) => visit.port === 'HAM' && inRange(visit) && visit.load === null).length
  await expect.poll(() => said(other, 'port')).toBe(`HAM, ${left} of 300 rows, chosen`)
  await chart(other, 'load').locator('[data-mark=null]').click()
  await rowsLeft(other, inRange)
  await page.context().close()
  await other.context().close()
})

test('by keyboard alone: choose in a chart, build a filter with groups, turn a part off, read it as SQL', async () => {
  const page = await openPage()
  await page.goto(addressOf(await upload(page)))
  await expect.poll(() => said(page, 'port')).toBe('HAM, 300 rows')
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }

  await page.getByRole('grid').focus()
  await press('ArrowUp', 'ArrowRight', 'F2', 'ArrowRight', 'Shift+ArrowRight', 'Enter')
  await page.getByRole('button', { name: 'calls between 2 and 3', exact: true }).waitFor()
  const middle = ({ calls }: Visit) => calls === 2 || calls === 3
  await rowsLeft(page, middle)
  await press('Escape', 'f')

  const editor = page.getByRole('dialog', { name: 'Add a filter' })
  await editor.getByRole('button', { name: 'With groups…' }).press('Enter')
  const builder = page.getByRole('dialog', { name: 'Filter', exact: true })
  await builder.getByRole('button', { name: 'Group', exact: true }).press('Enter')
  const group = builder.getByRole('group', { name: 'Group', exact: true })
  await group.getByRole('combobox', { name: 'Column' }).fill('load')
  await press('ArrowDown', 'Enter')
  await group.getByRole('textbox', { name: 'Value' }).fill('7 tonnes')
  await builder.getByRole('button', { name: 'Apply' }).press('Enter')
  await group.getByText('is compared with a number; "7 tonnes" is none.').waitFor()
  expect(browser.takeTrouble(/status of 422/)).toEqual([])
  await group.getByRole('textbox', { name: 'Value' }).fill('70')
  await group.getByRole('button', { name: 'Condition', exact: true }).press('Enter')
  const second = group.getByRole('combobox', { name: 'Column' }).nth(1)
  await second.fill('port')
  await press('ArrowDown', 'Enter')
  await group.getByRole('button', { name: 'is Condition' }).nth(1).press('Enter')
  await page.getByRole('option', { name: 'is one of' }).press('Enter')
  await group.getByRole('searchbox', { name: 'Find or add a value' }).fill('SS')
  await group.getByText('No value of this column contains “SS”.').waitFor()
  await group.getByRole('searchbox', { name: 'Find or add a value' }).fill('STRA')
  await group.getByRole('checkbox', { name: 'Straße 4' }).press('Space')
  expect(await findBarriers(page, 'filter builder')).toEqual([])
  await builder.getByRole('button', { name: 'Apply' }).press('Enter')
  const either = ({ load, port }: Visit) => load === 70 || port === 'Straße 4'
  await rowsLeft(page, (visit) => middle(visit) && either(visit))

  await page.getByRole('button', { name: 'Use the filter: calls between 2 and 3' }).press('Enter')
  await rowsLeft(page, either)
  await page.reload()
  await rowsLeft(page, either)
  await page.getByRole('button', { name: 'The filter as SQL and in words' }).press('Enter')
  const facts = page.getByRole('dialog', { name: 'The filter' })
  await facts.getByText('Rows where load is 70 or port is one of Straße 4.').waitFor()
  await facts.getByText(`OR ("port" IN ('Straße 4'))`).waitFor()
  await facts.getByRole('button', { name: 'Change with groups…' }).press('Enter')
  const search = builder.getByRole('searchbox', { name: 'Find or add a value' })
  await search.fill('SS')
  await search.press('Escape')
  await expect.poll(() => search.inputValue()).toBe('')
  await search.press('Escape')
  await builder.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Use the filter: calls between 2 and 3' }).press('Enter')
  await rowsLeft(page, (visit) => middle(visit) && either(visit))
  await press('/')
  await page.keyboard.type('sTRAß')
  await rowsLeft(page, (visit) => middle(visit) && visit.port === 'Straße 4')
  await expect.poll(() => page.locator('mark').first().textContent()).toBe('Straß')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await findBarriers(page, 'filtered table')).toEqual([])
  await page.context().close()
})
