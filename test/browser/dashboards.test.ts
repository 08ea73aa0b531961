import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const ports = ['Hamburg', 'Rotterdam', 'Antwerp']
const visits = `visit,day,port,tonnes\n${Array.from({ length: 600 }, (_, n) => {
  const day = new Date(Date.UTC(2024, 0, 1 + ((n * 37) % 366))).toISOString().slice(0, 10)
  return `${n},${day},${ports[(n * n) % 3]},${n % 50 === 0 ? '' : (n * 31) % 97}`
}).join('\n')}\n`

const api = async (page: Page, method: string, path: string, data?: unknown) => {
  const answer = await page.request.fetch(`${datalens.url}/api/v1${path}`, {
    ...{ method, headers: { origin: datalens.url } },
    ...(data ? { data } : {}),
  })
  expect(answer.ok(), `${path} ${await answer.text()}`).toBe(true)
  return answer.json()
}

const uploadVisits = async (page: Page): Promise<string> => {
  const id = await uploadFile(page, datalens.url, visits)
  await api(page, 'POST', `/datasets/${id}/charts`, { title: 'Tonnes', spec: { mark: 'histogram', x: 'tonnes' } })
  await api(page, 'POST', `/datasets/${id}/charts`, { title: 'Ports', spec: { mark: 'bar', x: 'port' } })
  const median = { mark: 'number', y: { column: 'tonnes', aggregate: 'median' } }
  await api(page, 'POST', `/datasets/${id}/charts`, { title: 'Median', spec: median })
  return id
}

/** Lets no change of a dashboard reach the server before it is released, so that several wait for each other. */
const holdChanges = async (page: Page) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  let answered = 0
  await page.route('**/api/v1/dashboards/*', async (route) => {
    if (route.request().method() === 'PATCH') await promise
    await route.continue()
  })
  page.on('response', (answer) => {
    if (answer.request().method() === 'PATCH') answered++
  })
  return { release: resolve, answered: () => answered }
}

const place = (page: Page, name: string) => page.getByRole('article', { name, exact: true })
const caption = (page: Page, name: string, text: string) => place(page, name).getByText(text, { exact: true }).waitFor()

test('charts on a dashboard brush each other by keyboard alone, and the address, a file and a reload say the same', async () => {
  const context = await browser.newContext({ acceptDownloads: true })
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadVisits(page)
  const total = async (filter: object) => {
    const { total } = await api(
      page,
      'GET',
      `/datasets/${id}/rows?limit=1&filter=${encodeURIComponent(JSON.stringify(filter))}`,
    )
    return total as number
  }

  await page.goto(`${datalens.url}/dashboards`)
  await page.getByText('No dashboard yet').waitFor()
  expect(await findBarriers(page, 'no dashboard')).toEqual([])
  await page.getByRole('button', { name: 'New dashboard' }).press('Enter')
  await page.getByRole('dialog').getByLabel('Title').fill('Harbour')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Harbour' }).waitFor()
  await page.getByText('Nothing on it yet').waitFor()
  await page.getByRole('main').getByRole('button', { name: 'Add a chart' }).first().press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add a chart' })
  const held = await holdChanges(page)
  for (const title of ['Tonnes', 'Ports', 'Median', 'Number of rows', 'The rows']) {
    const add = dialog.getByRole('button', { name: `Add: ${title}`, exact: true })
    await expect.poll(() => add.isEnabled()).toBe(true)
    await add.press('Enter')
    await dialog.getByRole('button', { name: `Added: ${title}` }).waitFor()
  }
  held.release()
  expect(await findBarriers(page, 'adding charts')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.locator('button:focus', { hasText: 'Add a chart' }).waitFor()
  await expect.poll(() => held.answered()).toBe(5)
  await caption(page, 'Tonnes', '588 rows')
  await caption(page, 'Number of rows', '600 rows')

  await place(page, 'Ports').getByRole('listbox').press('Home')
  const first = await place(page, 'Ports').getByRole('option').first().textContent()
  const port = ports.find((name) => first?.startsWith(name)) as string
  await page.keyboard.press('Enter')
  const ofPort = await total({ column: 'port', op: 'eq', value: port })
  await caption(page, 'Number of rows', `${ofPort} of 600 rows`)

  await place(page, 'Tonnes').getByRole('listbox').press('Home')
  for (let step = 0; step < 2; step++) await page.keyboard.press('Shift+ArrowRight')
  await page
    .getByRole('list', { name: 'What is selected' })
    .getByText(/^tonnes from 0 to below/)
    .waitFor()
  await expect.poll(() => page.url()).toContain('range')
  const brush = JSON.parse(new URL(page.url()).searchParams.get('brush') ?? '{}')
  const [low, high] =
    Object.values<{ range?: [number, number] }[]>(brush)
      .flat()
      .find(({ range }) => range)?.range ?? []
  const filter = {
    and: [
      { column: 'port', op: 'eq', value: port },
      { column: 'tonnes', op: 'gte', value: low },
      { column: 'tonnes', op: 'lt', value: high },
    ],
  }
  const selected = await total(filter)
  expect(selected).toBeGreaterThan(0)
  expect(selected).toBeLessThan(ofPort)
  await caption(page, 'Number of rows', `${selected} of 600 rows`)
  await place(page, 'The rows').getByText(`${selected} of 600 rows`).waitFor()
  const median = await api(page, 'POST', `/datasets/${id}/chart-data`, {
    ...{ mark: 'number', y: { column: 'tonnes', aggregate: 'median' }, filter },
  })
  await place(page, 'Median').getByText(String(median.rows[0][0]), { exact: true }).waitFor()
  expect(await findBarriers(page, 'a brushed dashboard')).toEqual([])

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).press('Enter')
  await page.getByRole('menuitem', { name: 'visits: selected rows as CSV' }).press('Enter')
  const file = await (await (await saved).createReadStream()).toArray()
  expect(Buffer.concat(file).toString().trimEnd().split('\n')).toHaveLength(selected + 1)

  await page.reload()
  await caption(page, 'Number of rows', `${selected} of 600 rows`)
  await page.getByRole('button', { name: 'Remove what is selected in Tonnes' }).press('Enter')
  await caption(page, 'Number of rows', `${ofPort} of 600 rows`)
  await page.getByRole('button', { name: 'Keep as filter' }).press('Enter')
  await caption(page, 'Number of rows', `${ofPort} rows`)
  await page.getByText(`all charts: port is one of ${port}`).waitFor()

  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
  const building = page.getByRole('dialog', { name: 'Filter' })
  await building.getByRole('button', { name: 'Apply' }).waitFor()
  expect(await findBarriers(page, 'the filter of a dashboard')).toEqual([])
  await building.getByRole('button', { name: 'Clear' }).press('Enter')
  await caption(page, 'Number of rows', '600 rows')

  await page.getByRole('button', { name: 'Arrange' }).press('Enter')
  await page.getByRole('button', { name: /^Move Ports/ }).press('ArrowDown')
  await page.getByText(/^Column 7, row \d+, 6 wide, 6 high\.$/).waitFor({ state: 'attached' })
  expect(await findBarriers(page, 'arranging')).toEqual([])
  const removal = await holdChanges(page)
  await page.getByRole('button', { name: 'Take Median off the dashboard' }).press('Enter')
  await place(page, 'Median').waitFor({ state: 'detached' })

  const address = new URL(page.url()).pathname
  const overtaken = async (route: Route) => {
    const before = await route.fetch()
    removal.release()
    await expect.poll(() => removal.answered()).toBeGreaterThan(0)
    await route.fulfill({ response: before }).catch(() => {})
  }
  await page.route('**/api/v1/dashboards?*', overtaken, { times: 1 })
  await page.getByRole('link', { name: 'All dashboards' }).press('Enter')
  await page.getByText('4 charts, visits').waitFor()
  expect(await findBarriers(page, 'dashboards')).toEqual([])
  await page.getByRole('button', { name: 'Actions for Harbour' }).press('Enter')
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
  await page.getByText('No dashboard yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).press('Enter')
  await page.getByRole('link', { name: 'Harbour' }).click()
  await place(page, 'Ports').waitFor()
  expect(page.url()).toContain(address)
  await page.getByRole('button', { name: 'Actions', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('No dashboard yet').waitFor()
  // The page is left while its undo still stands.
  await page.goto('about:blank')
  const left = async () => (await page.request.get(`${datalens.url}/api/v1${address}`)).status()
  await expect.poll(left).toBe(404)
  await context.close()
})

test('a drag links charts without a request for each move, a finger takes a rectangle, and a chart whose column is gone says so', async () => {
  const context = await browser.newContext({ hasTouch: true })
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadVisits(page)
  await api(page, 'POST', `/datasets/${id}/charts`, {
    title: 'Plane',
    spec: { mark: 'point', x: 'visit', y: 'tonnes' },
  })
  const { items } = await api(page, 'GET', `/datasets/${id}/charts`)
  const layout = items.map((chart: { id: string }, index: number) => ({
    chart_id: chart.id,
    x: 0,
    y: index * 6,
    w: 6,
    h: 6,
  }))
  const board = await api(page, 'POST', '/dashboards', { title: 'Harbour', layout })
  // The dashboard asks what the first brush of each chart will need before anybody touches one.
  const prepared: string[] = []
  page.on('response', (response) => {
    if (response.url().includes('/brush?')) prepared.push(response.request().postData() ?? '')
  })
  await page.goto(`${datalens.url}/dashboards/${board.id}`)
  const brushable = items.filter(({ spec }: { spec: { mark: string } }) => spec.mark !== 'number')
  await expect.poll(() => new Set(prepared).size, { timeout: 60_000 }).toBe(brushable.length)
  const chart = place(page, 'Ports').getByRole('listbox')
  await chart.scrollIntoViewIfNeeded()

  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const box = await chart.boundingBox()
  const [left, middle, width] = [box?.x ?? 0, (box?.y ?? 0) + 90, box?.width ?? 0]
  await page.mouse.move(left + width * 0.2, middle)
  await page.mouse.down()
  for (let step = 3; step <= 9; step++) await page.mouse.move(left + (width * step) / 10, middle)
  await place(page, 'Tonnes')
    .getByText(/^\d+ of 588 rows$/)
    .waitFor()
  expect(asked.filter((url) => url.includes('/brush'))).toEqual([])
  await page.mouse.up()
  await page
    .getByRole('list', { name: 'What is selected' })
    .getByText(/^port is one of/)
    .waitFor()

  await page.getByRole('button', { name: 'Clear all' }).click()
  const plane = place(page, 'Plane').getByRole('listbox')
  await plane.scrollIntoViewIfNeeded()
  const area = await plane.boundingBox()
  const finger = await context.newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove', across: number, down: number) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [
        { x: (area?.x ?? 0) + (area?.width ?? 0) * across, y: (area?.y ?? 0) + (area?.height ?? 0) * down },
      ],
    })
  await touch('touchStart', 0.3, 0.3)
  for (const step of [0.4, 0.5, 0.6]) await touch('touchMove', step, 0.3)
  for (const step of [0.4, 0.5, 0.6]) await touch('touchMove', 0.6, step)
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  const chip = page.getByRole('list', { name: 'What is selected' }).getByText(/^visit from .* and tonnes from /)
  await chip.waitFor()
  await expect.poll(() => page.url()).toContain('range')
  const [sides] = Object.values(JSON.parse(new URL(page.url()).searchParams.get('brush') ?? '{}')) as {
    column: string
    range: [number, number]
  }[][]
  const inside = (sides ?? []).flatMap(({ column, range: [low, high] }) => [
    { column, op: 'gte', value: low },
    { column, op: 'lt', value: high },
  ])
  expect(inside).toHaveLength(4)
  const filter = encodeURIComponent(JSON.stringify({ and: inside }))
  const { total } = await api(page, 'GET', `/datasets/${id}/rows?limit=1&filter=${filter}`)
  expect(total).toBeGreaterThan(0)
  await caption(page, 'Ports', `${total} of 600 rows`)

  const renamed = Buffer.from(visits.replace('tonnes', 'weight'))
  const multipart = { file: { name: 'visits.csv', mimeType: 'text/csv', buffer: renamed } }
  const headers = { origin: datalens.url }
  const version = await page.request.post(`${datalens.url}/api/v1/datasets/${id}/versions?wait=60`, {
    headers,
    multipart,
  })
  expect(version.ok(), await version.text()).toBe(true)
  await page.goto(`${datalens.url}/dashboards/${board.id}`)
  await place(page, 'Tonnes').getByText('The dataset no longer has the column tonnes.').waitFor()
  await caption(page, 'Ports', '600 rows')
  expect(await findBarriers(page, 'a dashboard with a chart that cannot be drawn')).toEqual([])
  await context.close()
})
