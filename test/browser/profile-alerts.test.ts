import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

const ports = ['Hamburg', 'Rotterdam', 'hamburg', 'Antwerp']
const visits = `visit,port,tonnes,contact,berth
${Array.from({ length: 60 }, (_, row) =>
  [
    row + 1,
    row === 9 ? 'hamburg' : ports[(row % 2) + (row % 7 === 6 ? 2 : 0)],
    row % 15 === 3 ? -999 : 100 + ((row * 37) % 80),
    `agent${row % 9}@example.org`,
    '',
  ].join(','),
).join('\n')}
`

test('the alerts of a profile lead to the rows they are about', async () => {
  const page = await (await browser.newContext()).newPage()
  await registerByApi(page, datalens.url)
  const answer = await page.request.post(`${datalens.url}/api/v1/datasets?wait=60`, {
    headers: { origin: datalens.url },
    multipart: { file: { name: 'visits.csv', mimeType: 'text/csv', buffer: Buffer.from(visits) } },
  })
  await page.goto(`${datalens.url}/datasets/${(await answer.json()).id}/profile`)

  const alerts = page.getByRole('region', { name: /alerts$/ })
  await alerts.getByText('"berth" has no value in any row.').waitFor()
  await alerts.getByText('Warning: "tonnes" says -999 in 4 rows').waitFor()
  expect(await findBarriers(page, 'profile with alerts')).toEqual([])

  await alerts.getByRole('link', { name: 'Show 4 rows of tonnes' }).click()
  await page.getByText('4 of 60 rows', { exact: true }).waitFor()
  await page.goBack()
  await alerts.getByRole('button', { name: /^Show \d+ more alerts?$/ }).click()
  await alerts.getByText('"visit" is different in every row').waitFor()
})
