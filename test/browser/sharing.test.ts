import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { dropFiles } from './drop-files.ts'
import { registerByApi } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage({ own: true })

/** Somebody in a browser of their own, on the datasets page. */
const comeIn = async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  await page.goto(datalens.url)
  return { context, page, person }
}

const openShare = async (page: Page) => {
  await page.getByRole('button', { name: 'Share' }).click()
  return page.getByRole('dialog', { name: /^Share / })
}

test('share, raise the role, take it back, and the other browser shows each at once', async () => {
  const owner = await comeIn()
  const guest = await comeIn()
  const { username } = guest.person
  await dropFiles(owner.page, [{ name: 'harbour visits.csv', text: 'port,tonnes\nHAM,1\nRTM,2\n' }])
  await owner.page.getByText('Ready: 2 rows x 2 columns').waitFor()
  await owner.page
    .getByRole('row', { name: /harbour visits/ })
    .getByRole('link')
    .click()
  await owner.page.getByRole('grid').getByText('HAM').waitFor()
  await guest.page.getByRole('heading', { name: 'Drop a file. See what is in it.' }).waitFor()

  const panel = await openShare(owner.page)
  await panel.getByText('Only you can see this.').waitFor()
  await owner.page.keyboard.press('Tab')
  await panel.getByRole('combobox', { name: 'Add people' }).focus()
  await owner.page.keyboard.type(username.slice(0, 8))
  await owner.page.getByRole('option', { name: username }).waitFor()
  await owner.page.keyboard.press('ArrowDown')
  await owner.page.keyboard.press('Enter')
  await panel.getByText(`You and ${username} can see this.`).waitFor()

  const row = guest.page.getByRole('row', { name: /harbour visits/ })
  await row.getByText(`by ${owner.person.username}`).waitFor()
  await row.getByRole('button', { name: 'Actions for harbour visits' }).click()
  expect(await guest.page.getByRole('menuitem').allTextContents()).toEqual(['Download the original'])
  await guest.page.keyboard.press('Escape')
  await row.getByRole('link', { name: 'harbour visits' }).click()
  await guest.page.getByRole('grid').getByText('HAM').waitFor()
  await guest.page.getByText(`by ${owner.person.username}, you can view`).waitFor()
  expect(await guest.page.getByRole('button', { name: 'harbour visits' }).count()).toBe(0)
  const guestPanel = await openShare(guest.page)
  await guestPanel.getByText(`${owner.person.username} lets you see this.`).waitFor()
  await guest.page.keyboard.press('Escape')

  await panel.getByRole('button', { name: `Role of ${username}` }).click()
  await owner.page.getByRole('option', { name: 'Can edit' }).click()
  await guest.page.getByText(`by ${owner.person.username}, you can edit`).waitFor()
  await guest.page.getByRole('button', { name: 'harbour visits' }).click()
  await guest.page.getByLabel('Name of the dataset').fill('port visits')
  await guest.page.keyboard.press('Enter')
  await owner.page.getByRole('dialog', { name: 'Share port visits' }).waitFor()

  await owner.page.getByRole('button', { name: `More for ${username}` }).click()
  await owner.page.getByRole('menuitem', { name: 'Remove' }).click()
  await guest.page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  await guest.page.goto(datalens.url)
  await guest.page.getByRole('heading', { name: 'Drop a file. See what is in it.' }).waitFor()
  await Promise.all([owner.context.close(), guest.context.close()])
})

test('everyone here, handing over, and the filter of the list', async () => {
  const owner = await comeIn()
  const heir = await comeIn()
  await dropFiles(owner.page, [{ name: 'tides.csv', text: 'n\n1\n' }])
  await owner.page.getByText('Ready: 1 row x 1 column').waitFor()
  await owner.page.getByRole('row', { name: /tides/ }).getByRole('link').click()
  const panel = await openShare(owner.page)
  await panel.getByText('Everyone here can view').click()
  await panel.getByText('Everyone with an account here can see this.').waitFor()
  await heir.page.getByRole('row', { name: /tides/ }).waitFor()
  await heir.page.getByRole('button', { name: /^Owner/ }).click()
  await heir.page.getByRole('menuitemradio', { name: 'Mine' }).click()
  await heir.page.getByText('You have no dataset of your own.').waitFor()

  await panel.getByRole('combobox', { name: 'Add people' }).fill(heir.person.username)
  await owner.page.getByRole('option', { name: heir.person.username }).click()
  const more = panel.getByRole('button', { name: `More for ${heir.person.username}` })
  await more.waitFor()
  expect(await findBarriers(owner.page, 'share')).toEqual([])
  await more.click()
  await owner.page.getByRole('menuitem', { name: 'Make the owner' }).click()
  expect(await findBarriers(owner.page, 'hand over')).toEqual([])
  await panel.getByRole('button', { name: 'Hand over' }).click()
  await owner.page.getByText(`${heir.person.username} owns tides now. You can still edit it.`).waitFor()
  await owner.page.getByText(`by ${heir.person.username}, you can edit`).waitFor()
  await heir.page.reload()
  await heir.page.getByRole('row', { name: /tides/ }).waitFor()
  await Promise.all([owner.context.close(), heir.context.close()])
})
