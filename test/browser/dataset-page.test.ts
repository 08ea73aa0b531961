import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const ports = ['HAM', 'RTM', 'ANR', '0417', 'HAM']
const remarks = ['" two blanks "', '"late,\nleft early"', '""', 'https://example.org/visits', 'calm']
const harbourVisits = `visit_id,port_code,arrived,cargo_tonnes,remarks
${Array.from({ length: 500 }, (_, row) =>
  [
    9007199254740993n + BigInt(row),
    ports[row % 5],
    `2024-${String((row % 12) + 1).padStart(2, '0')}-17`,
    row % 10 === 3 ? '' : (row * 1.75).toFixed(2),
    remarks[row % 5],
  ].join(','),
).join('\n')}
`

/** Uploads a file for the person of `page`; answers the address of its dataset. */
async function upload(page: Page, name: string, text: string, wait = 60): Promise<string> {
  const answer = await page.request.post(`${datalens.url}/api/v1/datasets?wait=${wait}`, {
    headers: { origin: datalens.url },
    multipart: { file: { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) } },
  })
  if (answer.status() !== 201) throw new Error(await answer.text())
  return `${datalens.url}/datasets/${(await answer.json()).id}`
}

async function openPage(permissions: string[] = []): Promise<Page> {
  const context = await browser.newContext({ permissions })
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  return page
}

const active = (page: Page): Locator => page.getByRole('gridcell').and(page.locator('[data-active]'))
const clipboard = (page: Page) => page.evaluate<string>('navigator.clipboard.readText()')

test('cells show stored values, the keyboard reaches every one, and copying gives them exactly', async () => {
  const page = await openPage(['clipboard-read', 'clipboard-write'])
  await page.goto(`${await upload(page, 'harbour visits.csv', harbourVisits)}/data`)
  const grid = page.getByRole('grid', { name: 'Rows of harbour visits' })
  await grid.getByRole('gridcell', { name: '9007199254740993' }).waitFor()
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('501')
  await expect.poll(() => grid.getAttribute('aria-colcount')).toBe('6')
  await page.getByText(/^500 rows · 5 columns · .* · file order$/).waitFor()
  await grid.getByRole('columnheader', { name: 'cargo_tonnes' }).locator('svg rect').first().waitFor()

  await grid.focus()
  await page.keyboard.press('Control+End')
  await expect.poll(() => active(page).textContent()).toBe('calm')
  await page.keyboard.press('Home')
  await expect.poll(() => active(page).textContent()).toBe('9007199254741492')
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageUp')
  await expect.poll(() => active(page).textContent()).toBe('9007199254740993')

  await page.keyboard.press('End')
  await expect.poll(() => active(page).textContent()).toBe('·two blanks·')
  await page.keyboard.press('Control+c')
  await expect.poll(() => clipboard(page)).toBe(' two blanks ')
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  await page.getByText('copied 4 cells').waitFor()
  await expect.poll(() => clipboard(page)).toBe('0.00\t two blanks \n1.75\t"late,\nleft early"')

  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('dialog', { name: 'remarks' })
  await expect.poll(() => viewer.locator('pre').textContent()).toBe('late,↵\nleft early')
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'hidden' })
  await page.locator('[role=grid]:focus').waitFor()

  await page.keyboard.press('Control+a')
  await page.getByText('2,500 cells selected').waitFor()
  await page.keyboard.press('Control+c')
  await expect.poll(async () => (await clipboard(page)).split('9007199254').length).toBe(501)
  await page.context().close()
})

test('sort, filter and search live in the address, and another window shows the same view', async () => {
  const page = await openPage()
  await page.goto(`${await upload(page, 'harbour visits.csv', harbourVisits)}/data`)
  const grid = page.getByRole('grid')
  await grid.getByRole('gridcell').first().waitFor()

  const cargo = grid.getByRole('columnheader', { name: 'cargo_tonnes' })
  await cargo.getByRole('button').first().click()
  await page.waitForURL(/sort=cargo_tonnes/)
  await cargo.getByRole('button').first().click()
  await page.waitForURL(/sort=-cargo_tonnes/)
  await expect.poll(() => cargo.getAttribute('aria-sort')).toBe('descending')
  await grid.getByRole('row').nth(1).getByRole('gridcell', { name: '873.25' }).waitFor()

  await grid.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('f')
  const editor = page.getByRole('dialog', { name: 'Add a filter' })
  await expect.poll(() => editor.getByRole('combobox', { name: 'Column' }).inputValue()).toBe('port_code')
  await editor.getByRole('button', { name: /HAM/ }).click()
  await editor.getByRole('button', { name: 'Add filter' }).click()
  await page.getByRole('button', { name: 'port_code is HAM', exact: true }).waitFor()
  await page.getByText(/^200 of 500 rows · 5 columns · .* · by cargo_tonnes ↓$/).waitFor()

  await page.keyboard.press('/')
  await page.keyboard.type('calm')
  await page.getByText(/^100 of 500 rows ·/).waitFor()
  await page.waitForURL(/q=calm/)

  const other = await page.context().newPage()
  await other.goto(page.url())
  await other.getByText(/^100 of 500 rows · 5 columns · .* · by cargo_tonnes ↓$/).waitFor()
  await other.getByRole('button', { name: 'port_code is HAM', exact: true }).waitFor()

  await page.getByRole('searchbox').fill('no such text')
  await page.getByRole('heading', { name: 'No row matches' }).waitFor()
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await page.getByText(/^500 rows ·/).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('?sort=-cargo_tonnes')
  await page.context().close()
})

/** How far the table is scrolled, in pixels of all its rows, read from what is on the screen. */
const listTop = (page: Page) =>
  page.evaluate<number>(`(() => {
    const grid = document.querySelector('[role=grid]')
    const top = grid.getBoundingClientRect().top + 84
    const row = [...grid.querySelectorAll('[role=row]')].slice(1).find((row) => row.getBoundingClientRect().bottom > top)
    return (row.ariaRowIndex - 2) * 32 - (row.getBoundingClientRect().top - top)
  })()`)

/** Where the table stands once it has not moved for half a second. */
async function topAtRest(page: Page): Promise<number> {
  for (let top = await listTop(page); ; ) {
    await page.waitForTimeout(500)
    const next = await listTop(page)
    if (next === top) return top
    top = next
  }
}

test('a million rows: the scrollbar reaches any place, and the wheel moves by exactly as much as it is turned', async () => {
  const page = await openPage()
  const rows = 1_000_000
  const numbers = `n\n${Array.from({ length: rows }, (_, row) => row).join('\n')}\n`
  await page.goto(`${await upload(page, 'numbers.csv', numbers)}/data`)
  const grid = page.getByRole('grid')
  await grid.getByRole('gridcell', { name: '0', exact: true }).waitFor()
  await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe(String(rows + 1))
  const scrollTo = (share: number) =>
    page.evaluate(`{
      const grid = document.querySelector('[role=grid]')
      grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * ${share}
    }`)

  await scrollTo(1)
  await grid.getByRole('rowheader', { name: '999999', exact: true }).waitFor()
  await scrollTo(0.5)
  await expect.poll(async () => Math.abs((await listTop(page)) - 16_000_000)).toBeLessThan(100_000)
  const box = await grid.boundingBox()
  if (!box) throw new Error('the table is not in view')
  await page.mouse.move(box.x + 300, box.y + 400)
  let place = await topAtRest(page)
  for (const turn of [32, 32, -32, 320, -7, 100, 100, 100]) {
    await page.mouse.wheel(0, turn)
    place += turn
    await expect.poll(() => listTop(page)).toBeCloseTo(place, 1)
  }
  expect(await topAtRest(page)).toBeCloseTo(place, 1)
  const middle = Math.ceil(place / 32) + 3
  await grid.getByRole('rowheader', { name: String(middle), exact: true }).waitFor()

  await grid.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => active(page).textContent()).toBe('999998')
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => active(page).textContent()).toBe('1')
  await page.context().close()
})

test('the page of a file that is still being read fills up and replaces nothing', async () => {
  const page = await openPage()
  const lines = Array.from({ length: 400_000 }, (_, row) => `${row},name ${row},${row / 7},2024-01-17`)
  const address = await upload(page, 'large.csv', `id,name,share,day\n${lines.join('\n')}\n`, 0)
  await page.goto(`${address}/data`)
  await page.getByRole('tab', { name: 'Data' }).waitFor()
  await page.getByRole('grid').waitFor()
  await page.evaluate(`document.querySelector('[role=grid]').dataset.first = 'yes'`)
  await page.getByRole('tab', { name: 'Profile', disabled: false }).waitFor()
  await page.getByText(/^400,000 rows · 4 columns · /).waitFor()
  expect(await page.getByRole('grid').getAttribute('data-first')).toBe('yes')
  await page.getByRole('rowheader', { name: '0', exact: true }).waitFor()
  await page.context().close()
})

test('every statistic explains itself; columns are found, ordered and opened', async () => {
  const page = await openPage()
  const address = await upload(page, 'harbour visits.csv', harbourVisits)
  await page.goto(`${address}/profile`)
  const table = page.getByRole('table', { name: 'Columns' })
  await table.getByRole('row').nth(1).waitFor()
  await table.getByRole('button', { name: 'Null' }).click()
  await expect.poll(() => table.getByRole('rowheader').first().textContent()).toContain('cargo_tonnes')

  await page.getByRole('searchbox').fill('CARGO')
  await expect.poll(() => table.getByRole('rowheader').count()).toBe(1)
  await table.getByRole('button', { name: /cargo_tonnes/, expanded: false }).click()
  await page.getByRole('img', { name: /^Histogram of cargo_tonnes: 450 values in \d+ bins/ }).waitFor()
  await page.getByText('n = 450, 50 null beside (10 %)').waitFor()
  await page.getByRole('button', { name: 'Show as table' }).first().click()
  await page.getByRole('columnheader', { name: 'cargo_tonnes' }).waitFor()

  await page.getByRole('button', { name: 'Std deviation' }).click()
  const definition = page.getByRole('dialog', { name: 'Std deviation of cargo_tonnes' })
  await definition.getByText('n = 450').waitFor()
  await definition.getByText('SELECT stddev_samp("cargo_tonnes"::DOUBLE) FROM data').waitFor()
  await page.keyboard.press('Escape')
  await definition.waitFor({ state: 'hidden' })

  await page.keyboard.press('5')
  await page.waitForURL(/\/source$/)
  await page.getByText('It adds up: every row is loaded or set aside.').waitFor()
  await page.getByText(/^[0-9a-f]{64}$/).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download the original' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('harbour visits.csv')
  await page.context().close()
})

test('a dataset is renamed where its name stands, described, moved to the trash and taken back', async () => {
  const page = await openPage()
  await page.goto(`${await upload(page, 'harbour visits.csv', harbourVisits)}/data`)
  await page.getByRole('button', { name: 'harbour visits' }).click()
  await page.getByRole('textbox', { name: 'Name of the dataset' }).fill('port calls')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'port calls', level: 1 }).waitFor()
  await expect.poll(() => page.title()).toContain('port calls')

  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Describe' }).click()
  await page.getByRole('textbox', { name: /What is in it/ }).fill('Calls of 2024.')
  await page.getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('Calls of 2024.').waitFor()

  await page.getByRole('button', { name: 'Actions' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await page.getByText('port calls is in the trash.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /port calls/ }).waitFor()
  await page.context().close()
})

test('a file that cannot be read says why, keeps the original and offers what to do', async () => {
  const page = await openPage()
  const broken = `PK\u0003\u0004${'\0'.repeat(200)}`
  await page.goto(`${await upload(page, 'broken.xlsx', broken)}/data`)
  await page.getByRole('heading', { name: 'This file could not be read' }).waitFor()
  await page.getByText(/The original is kept/).waitFor()
  await page.getByRole('link', { name: 'Download the original' }).waitFor()
  await page.getByRole('button', { name: 'Upload it again' }).waitFor()
  expect(await findBarriers(page, 'failed')).toEqual([])
  await page.context().close()
})

test('no state of the page has barriers, dark and narrow as well as light and wide', async () => {
  const page = await openPage()
  const address = await upload(page, 'harbour visits.csv', harbourVisits)
  const found: string[] = []
  const look = async (state: string) => found.push(...(await findBarriers(page, state)))

  await page.goto(
    `${address}/data?sort=-cargo_tonnes&filter=${encodeURIComponent('{"column":"port_code","op":"eq","value":"HAM"}')}`,
  )
  await page.getByText(/^200 of 500 rows ·/).waitFor()
  await look('rows')
  await page.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'visit_id' }).waitFor()
  await look('a cell')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog', { name: 'Add a filter' }).waitFor()
  await look('a new filter')
  await page.goto(`${address}/data?q=nothing`)
  await page.getByRole('heading', { name: 'No row matches' }).waitFor()
  await look('no match')

  await page.goto(`${address}/profile`)
  await page.getByRole('button', { name: /cargo_tonnes/ }).click()
  await page.getByRole('img', { name: /^Histogram of cargo_tonnes/ }).waitFor()
  await look('profile')
  await page.getByRole('button', { name: 'Show as table' }).first().click()
  await look('a chart as a table')
  await page.getByRole('button', { name: 'Mean', exact: true }).click()
  await page.getByRole('dialog', { name: 'Mean of cargo_tonnes' }).waitFor()
  await look('a definition')
  await page.goto(`${address}/source`)
  await page.getByText('It adds up: every row is loaded or set aside.').waitFor()
  await look('source')

  await page.goto(`${await upload(page, 'header only.csv', 'a,b,c\n')}/data`)
  await page.getByRole('heading', { name: 'This table has no rows' }).waitFor()
  await look('no rows')
  expect(found).toEqual([])
  await page.context().close()
})
