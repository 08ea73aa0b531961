import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../table-file.ts'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const ports = ['Hamburg', 'Rotterdam', 'hamburg', 'Antwerp']
const visits = `visit,port,tonnes,contact,berth,arrived,hours
${Array.from({ length: 60 }, (_, row) =>
  [
    row + 1,
    row === 9 ? 'hamburg' : ports[(row % 2) + (row % 7 === 6 ? 2 : 0)],
    row % 15 === 3 ? -999 : 100 + ((row * 37) % 80),
    `agent${row % 9}@example.org`,
    '',
    new Date(Date.UTC(2024, 0, 1 + 3 * row)).toISOString().slice(0, 10),
    row === 40 ? 900 : 10 + 2 * row + (row % 3),
  ].join(','),
).join('\n')}
`

test('the profile leads to the rows it is about: alerts, correlations, outliers, trends, and what changed', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const upload = async (path: string, text: string): Promise<string> => {
    const answer = await page.request.post(`${datalens.url}/api/v1${path}?wait=60`, {
      headers: { origin: datalens.url },
      multipart: { file: { name: 'visits.csv', mimeType: 'text/csv', buffer: Buffer.from(text) } },
    })
    return (await answer.json()).id
  }
  const id = await upload('/datasets', visits)
  await page.goto(`${datalens.url}/datasets/${id}/profile`)

  const alerts = page.getByRole('region', { name: /alerts$/ })
  await alerts.getByText('"berth" has no value in any row.').waitFor()
  await alerts.getByText('Warning: "tonnes" says -999 in 4 rows').waitFor()
  expect(await findBarriers(page, 'profile with alerts')).toEqual([])

  const insights = page.getByRole('region', { name: /insights?$/ })
  await insights.getByText('"hours" rises with "arrived": from a mean of').first().waitFor()
  await insights
    .getByRole('button', { name: /^Score/ })
    .first()
    .click()
  await page.getByRole('dialog').getByText('FROM data').waitFor()
  await page.keyboard.press('Escape')

  await alerts.getByRole('link', { name: 'Show 4 rows of tonnes' }).click()
  await page.getByText('4 of 60 rows', { exact: true }).waitFor()
  await page.goBack()
  await alerts.getByRole('button', { name: /^Show \d+ more alerts?$/ }).click()
  await alerts.getByText('"visit" is different in every row').waitFor()

  const profile = page.getByRole('region', { name: 'Profile' })
  await profile.getByRole('radio', { name: 'Correlations' }).click()
  await profile.getByRole('img', { name: /columns? compared; the strongest pair is/ }).waitFor()
  const pair = profile.getByRole('button', { name: /visit × hours/ })
  await pair.click()
  await profile.getByRole('region', { name: 'visit and hours' }).getByText('Over 60 rows that have both.').waitFor()
  await profile.getByRole('button', { name: 'Straight line' }).click()
  await page.getByRole('dialog').getByText('Ordinary least squares').waitFor()
  await page.keyboard.press('Escape')
  expect(await findBarriers(page, 'correlations')).toEqual([])

  await profile.getByRole('radio', { name: 'Trends' }).click()
  await profile.getByRole('button', { name: 'Value visit' }).click()
  await page.getByRole('menuitemradio', { name: 'hours' }).click()
  await profile.getByRole('img', { name: /^mean of hours .* It goes up/ }).waitFor()
  await profile.getByRole('button', { name: 'Show as table' }).click()
  await profile.getByRole('region', { name: 'The chart as a table' }).waitFor()
  expect(await findBarriers(page, 'trends')).toEqual([])

  await profile.getByRole('radio', { name: 'Outliers' }).click()
  await profile
    .getByRole('row', { name: /^hours/ })
    .getByText('Show 1 row')
    .waitFor()
  expect(await findBarriers(page, 'outliers')).toEqual([])
  await page.reload()
  await profile
    .getByRole('row', { name: /^hours/ })
    .getByRole('link')
    .click()
  await page.getByText('1 of 60 rows', { exact: true }).waitFor()

  await upload(`/datasets/${id}/versions`, visits.replace(',port,', ',harbour,').replace(/,(\d+)$/gm, ',1$1'))
  await page.goto(`${datalens.url}/datasets/${id}/profile?view=compare`)
  await profile.getByText('port → harbour').waitFor()
  await profile.getByRole('row', { name: /hours strong/ }).waitFor()
  await profile.getByRole('row', { name: /visit no drift/ }).waitFor()
  await profile.getByRole('button', { name: 'PSI' }).click()
  await page.getByRole('dialog').getByText('Population stability index').waitFor()
  await page.keyboard.press('Escape')
  expect(await findBarriers(page, 'compare')).toEqual([])
})

test('a fix of an alert is looked at, applied, and taken back', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const id = await uploadFile(page, datalens.url, visits)
  await page.goto(`${datalens.url}/datasets/${id}/profile`)
  const alerts = page.getByRole('region', { name: /alerts$/ })
  await alerts.getByRole('button', { name: 'Make them null: tonnes' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make them null' })
  await dialog.getByText('4 cells change.').waitFor()
  await dialog.getByRole('cell', { name: '-999' }).first().waitFor()
  expect(await findBarriers(page, 'a fix')).toEqual([])
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await dialog.waitFor({ state: 'hidden' })

  const steps = page.getByRole('region', { name: 'Cleaned by 1 step' })
  await steps.getByText('Make -999 null in tonnes (4 cells changed)').waitFor()
  await alerts.waitFor()
  expect(await alerts.getByText('Warning: "tonnes" says -999').count()).toBe(0)
  expect(await findBarriers(page, 'steps in force')).toEqual([])
  await steps.getByRole('button', { name: 'Take back: Make -999 null in tonnes' }).click()
  await alerts.getByText('Warning: "tonnes" says -999 in 4 rows').waitFor()
  await steps.waitFor({ state: 'hidden' })
  await page.getByText('goes back by a step', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await steps.waitFor()

  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('visits.csv')
  await page.context().close()
})

test('a first profile of some rows is on the page until the exact one replaces it', async () => {
  const rowCount = 200_003
  const database = new pg.Client(datalens.databaseUrl)
  await database.connect()
  onTestFinished(async () => {
    await database.query('select pg_advisory_unlock_all()')
    await database.query('drop trigger if exists wait_for_the_reader on dataset_versions')
    await database.end()
  })
  // The exact profile of this one table waits until the first one has been seen.
  await database.query(`select pg_advisory_lock(${rowCount})`)
  await database.query(`create function wait_for_the_reader() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(${rowCount}); return new; end'`)
  await database.query(`create trigger wait_for_the_reader before update on dataset_versions for each row
    when (new.profile ->> 'row_count' = '${rowCount}' and new.profile -> 'partial' ->> 'rows' is null)
    execute function wait_for_the_reader()`)

  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const buffer = Buffer.from(`n,port\n${Array.from({ length: rowCount }, (_, n) => `${n % 100},HAM`).join('\n')}\n`)
  const uploaded = await page.request.post(`${datalens.url}/api/v1/datasets`, {
    headers: { origin: datalens.url },
    multipart: { file: { name: 'counts.csv', mimeType: 'text/csv', buffer } },
  })
  await page.goto(`${datalens.url}/datasets/${(await uploaded.json()).id}/profile`)
  const partial = page.getByText(/A first answer: the numbers of the columns rest on [\d,]+ of 200,003 rows\./)
  await partial.waitFor()
  await page.getByRole('table', { name: 'Columns' }).getByRole('row').filter({ hasText: 'port' }).waitFor()
  expect(await page.getByRole('region', { name: /alerts?$/ }).count()).toBe(0)
  expect(await findBarriers(page, 'first profile')).toEqual([])

  await database.query(`select pg_advisory_unlock(${rowCount})`)
  await page.getByText('"port" has the same value in every row: "HAM".').waitFor()
  expect(await partial.count()).toBe(0)
  expect(browser.takeTrouble(/status of 409/)).toEqual([])
  await page.context().close()
})

test('the report opens from a disk, without a network, whatever the data is called', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const hostile = `"><script>document.title = 'taken'</script><img src=x onerror="document.title = 'taken'">\u202egnp`
  const quoted = `"${hostile.replaceAll('"', '""')}"`
  const rows = `${quoted},1.5\nHamburg,20\nHamburg\n`.repeat(9)
  const id = await uploadFile(page, datalens.url, `${quoted},tonnes\n${rows}`, `${hostile.replaceAll('/', '')}.csv`)
  await page.goto(`${datalens.url}/datasets/${id}/profile`)
  await page.getByRole('button', { name: 'Export' }).click()
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('menuitem', { name: 'Open the report' }).click(),
  ])
  await opened.getByRole('heading', { name: 'Columns' }).waitFor()
  const url = opened.url()
  await opened.close()

  const directory = await temporaryDirectory()
  onTestFinished(directory.remove)
  const file = join(directory.path, 'report.html')
  writeFileSync(file, await (await page.request.get(url)).body())
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  await page.locator('summary').filter({ hasText: 'tonnes' }).click()
  await page.getByRole('img', { name: /^Histogram of tonnes: 18 values/ }).waitFor()
  await page.getByRole('link', { name: 'Mean', exact: true }).click()
  expect(new URL(page.url()).hash).toBe('#is-mean')
  expect(await page.title()).toContain('<script>')
  expect(await findBarriers(page, 'report')).toEqual([])
  expect(requests).toEqual([pathToFileURL(file).href])
})
