import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'
import { uploadFile } from './upload-file.ts'

const { datalens, browser } = openStage()

const visits = `port,cargo tonnes
${Array.from({ length: 60 }, (_, index) => `${['HAM', 'RTM', 'OSL'][index % 3]},${index}`).join('\n')}
`

async function openWithVisits(): Promise<{ page: Page; address: string }> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  return {
    page,
    address: `${datalens.url}/datasets/${await uploadFile(page, datalens.url, visits, 'cargo at quays.csv')}`,
  }
}

test('a query is completed, refused where it is wrong, mended, shared by its address and saved as a dataset', async () => {
  const { page, address } = await openWithVisits()
  const findings: string[] = []
  await page.goto(`${address}/sql`)
  await page.getByRole('button', { name: 'Run: Rows of each port' }).waitFor()
  findings.push(...(await findBarriers(page, 'examples')))

  const editor = page.getByRole('textbox', { name: 'SQL' })
  await editor.click()
  await page.keyboard.type('SELECT port, sum(cargo')
  await page.getByRole('option', { name: /cargo tonnes/ }).waitFor()
  // CodeMirror takes no key for a completion that is there for less than 75 ms (`interactionDelay`).
  await page.waitForTimeout(100)
  await page.keyboard.press('Tab')
  await expect.poll(() => editor.innerText()).toBe('SELECT port, sum("cargo tonnes")')
  await page.keyboard.press('End')
  await page.keyboard.type(' AS total FROM data GROUP BY prt')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').getByText('prt').waitFor()
  await expect.poll(() => page.locator('.cm-lintRange-error').innerText()).toBe('prt')
  findings.push(...browser.takeTrouble(/status of 422/))
  findings.push(...(await findBarriers(page, 'an error')))

  await editor.click()
  await page.keyboard.press('Control+End')
  for (let letter = 0; letter < 3; letter += 1) await page.keyboard.press('Backspace')
  await page.keyboard.type('port ORDER BY total DESC')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Enter')
  const result = page.getByRole('grid', { name: 'Result' })
  await result.getByRole('gridcell', { name: '590' }).waitFor()
  await page.getByText(/^3 rows · 2 columns/).waitFor()
  findings.push(...(await findBarriers(page, 'a result')))
  await expect.poll(() => new URL(page.url()).searchParams.get('sql')).toMatch(/ORDER BY total DESC$/)

  await page.reload()
  await expect.poll(() => editor.innerText()).toContain('ORDER BY total DESC')
  expect(await result.count()).toBe(0)
  await editor.click()
  await page.keyboard.press('Control+Enter')
  await result.getByRole('gridcell', { name: '590' }).waitFor()

  await page.getByRole('radio', { name: 'History' }).click()
  await page.getByRole('button', { name: /GROUP BY prt/ }).waitFor()
  await page.getByRole('radio', { name: 'Saved' }).click()
  await page.getByRole('button', { name: 'Save this query' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Tonnes by port')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Tonnes by port/ }).waitFor()

  await page.getByRole('button', { name: 'Save as dataset' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Tonnes')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname.endsWith('/data') && !url.href.startsWith(address))
  await page.getByRole('heading', { name: 'Tonnes' }).waitFor()
  await page.getByRole('grid', { name: 'Rows of Tonnes' }).getByRole('gridcell', { name: '590' }).waitFor()
  await page.getByRole('tab', { name: 'Source' }).click()
  await page.getByText('ORDER BY total DESC').waitFor()
  expect(findings).toEqual([])
  await page.context().close()
})

test('the palette finds datasets, columns and actions by keyboard alone, and the editor lets the keyboard go', async () => {
  const { page, address } = await openWithVisits()
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const open = async (typed: string, found: RegExp) => {
    await press('Control+k')
    await page.getByRole('dialog', { name: 'Search or run a command' }).waitFor()
    await page.keyboard.type(typed)
    await expect.poll(() => page.getByRole('option').first().innerText()).toMatch(found)
  }
  await page.goto(datalens.url)
  await page.getByRole('row', { name: /cargo at quays/ }).waitFor()
  await open('quay', /^cargo at quays\s+Dataset/)
  const findings = await findBarriers(page, 'the palette')
  await press('Enter')
  await page.waitForURL(/\/data$/)
  await page.getByRole('grid', { name: 'Rows of cargo at quays' }).waitFor()

  await open('tonn', /^cargo tonnes\s+Column of cargo at quays/)
  await press('Enter')
  await page.getByRole('complementary', { name: 'Column' }).getByRole('heading', { name: 'cargo tonnes' }).waitFor()

  await open('new quer', /^New query/)
  await press('Enter')
  await page.waitForURL(`${address}/sql`)
  const editor = page.getByRole('textbox', { name: 'SQL' })
  await editor.focus()
  await page.keyboard.type('SELECT 1 ')
  await press('Escape', 'Tab')
  await expect.poll(() => editor.evaluate('document.activeElement?.className')).not.toContain('cm-content')
  await open('', /^New query/)
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(findings).toEqual([])
  await page.context().close()
})
