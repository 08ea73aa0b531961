import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { dropFiles } from './drop-files.ts'
import { newPerson, registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage({ own: true })
afterEach(() => expect(findings.splice(0)).toEqual([]))

const findings: string[] = []

/** Collects what is wrong with the page as it stands. */
async function check(page: Page, state: string): Promise<void> {
  findings.push(...(await findBarriers(page, state)))
}

test('the sign-in family', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(datalens.url)
  await page.getByRole('heading', { name: 'Create the first account' }).waitFor()
  await check(page, 'first account')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('Choose a username.').waitFor()
  await check(page, 'register with errors')

  await registerByApi(page, datalens.url, { ...newPerson(), username: 'taken' })
  await context.clearCookies()
  await page.goto(`${datalens.url}/login?ended=true`)
  await page.getByText('Your session has ended.').waitFor()
  await check(page, 'session ended')
  await page.getByLabel('E-mail or username').fill('taken')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('The name or the password is wrong.').waitFor()
  await check(page, 'wrong password')
  findings.push(...browser.takeTrouble(/401 .*\/auth\/login/))
  await context.close()
})

test('the datasets page, the trash and the account, in every state', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  await page.getByRole('button', { name: 'Choose files' }).waitFor()
  await check(page, 'first run')

  await dropFiles(page, [
    { name: 'harbour visits.csv', text: 'visit,port\n1,HAM\n2,RTM\n' },
    { name: 'nothing.csv', text: '' },
  ])
  await page.getByText('Ready: 2 rows x 2 columns').waitFor()
  await page.getByRole('heading', { name: /failed|uploaded/ }).waitFor()
  await check(page, 'list with the tray')
  findings.push(...browser.takeTrouble(/status of 4\d\d .*\/datasets$/))
  await page.getByRole('button', { name: 'Clear the list of uploads' }).click()

  await page
    .getByRole('row', { name: /harbour visits/ })
    .getByRole('checkbox')
    .check({ force: true })
  await page.getByText('1 selected').waitFor()
  await check(page, 'selection')
  await page.getByRole('button', { name: 'Clear selection' }).click()

  await page.getByRole('button', { name: 'Actions for harbour visits' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
  await check(page, 'menu of a dataset')
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog', { name: 'Rename' }).waitFor()
  await check(page, 'rename')
  await page.keyboard.press('Escape')

  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Shortcuts' }).waitFor()
  await check(page, 'shortcuts')
  await page.keyboard.press('Escape')

  await page.getByRole('searchbox').fill('no such thing')
  await page.getByRole('heading', { name: 'No dataset fits' }).waitFor()
  await check(page, 'empty after search')
  await page.getByRole('button', { name: 'Clear search and filter' }).click()

  await page.getByRole('button', { name: 'Actions for harbour visits' }).click()
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click()
  await page.getByText('harbour visits is in the trash.').waitFor()
  await check(page, 'undo bar')
  await page.goto(`${datalens.url}/trash`)
  await page.getByRole('button', { name: 'Delete harbour visits for ever' }).click()
  await page.getByRole('alertdialog').waitFor()
  await check(page, 'delete for ever')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for ever' }).click()
  await page.getByRole('heading', { name: 'The trash is empty' }).waitFor()
  await check(page, 'empty trash')

  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).waitFor()
  await check(page, 'account menu')
  await page.keyboard.press('Escape')
  await page.goto(`${datalens.url}/account`)
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
  await check(page, 'account')

  await page.goto(`${datalens.url}/nowhere`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await check(page, 'not found')
  await context.close()
})

test('a server that does not answer, and one that comes back', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await registerByApi(page, datalens.url)
  await page.goto(`${datalens.url}/account`)
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()

  await page.route('**/api/v1/datasets?*', (route) => route.abort())
  await page.getByRole('link', { name: 'Datasets', exact: true }).click()
  await page.getByRole('status', { name: 'Loading your datasets' }).waitFor()
  await page.getByText('Your datasets could not be listed').waitFor()
  await check(page, 'list failed')
  findings.push(...browser.takeTrouble(/ERR_FAILED .*\/datasets\?/))
  await page.unroute('**/api/v1/datasets?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('button', { name: 'Choose files' }).waitFor()

  await context.setOffline(true)
  await page.getByText('You are offline.').waitFor()
  await check(page, 'offline')
  await context.setOffline(false)
  await page.getByText('You are offline.').waitFor({ state: 'hidden' })
  findings.push(...browser.takeTrouble(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/))
  await context.close()
})
