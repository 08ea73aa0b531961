import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { findBarriers } from './barriers.ts'
import { registerByApi, signInThroughForm, signOutThroughMenu } from './person.ts'
import { openStage } from './stage.ts'

const { datalens, browser } = openStage()

/** What an authenticator app shows, so many half minutes from now; a code counts once, so each step takes a later one. */
const codeOf = (secret: string, steps: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

test('a second factor: set up, asked for at the next sign-in, replaced by a recovery code, turned off', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  await page.goto(`${datalens.url}/account`)
  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Set up a second factor' }).click()
  await page.getByAltText('QR code of the secret').waitFor()
  expect(await findBarriers(page, 'set up')).toEqual([])
  const secret = (await page.getByRole('dialog').locator('code').textContent())?.replaceAll(/\s/g, '') ?? ''

  await page.getByLabel('Code').fill('12345')
  await page.keyboard.press('Enter')
  await page.getByText('This code is wrong.').waitFor()
  expect(browser.takeTrouble(/422 .*\/totp\/confirm/)).toEqual([])
  const used = codeOf(secret, -1)
  await page.getByLabel('Code').fill(used)
  await page.keyboard.press('Enter')
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.first().waitFor()
  const recoveryCodes = await codes.allTextContents()
  expect(recoveryCodes).toHaveLength(10)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('datalens-recovery-codes.txt')
  expect(await findBarriers(page, 'recovery codes')).toEqual([])
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Turn it off' }).waitFor()
  await page.getByText('10 of 10 recovery codes are left.').waitFor()

  await signOutThroughMenu(page)
  await signInThroughForm(page, person)
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  expect(await findBarriers(page, 'second step')).toEqual([])
  await page.getByLabel('Code').fill(used)
  await page.keyboard.press('Enter')
  await page.getByText('This code is wrong, or was used already.').waitFor()
  await page.getByLabel('Code').fill(codeOf(secret, 0))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()

  await signOutThroughMenu(page)
  await signInThroughForm(page, person)
  await page.getByLabel('Code').fill(recoveryCodes[3]?.toUpperCase() ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()
  expect(browser.takeTrouble(/401 .*\/auth\/login/)).toEqual([])

  await page.goto(`${datalens.url}/account/security`)
  await page.getByText('9 of 10 recovery codes are left.').waitFor()
  await page.getByRole('button', { name: 'Turn it off' }).click()
  const question = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await question.waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('Nothing was changed').waitFor()
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await question.getByRole('button', { name: 'Use a code instead' }).click()
  await question.getByRole('textbox').fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Set up a second factor' }).waitFor()
  expect(browser.takeTrouble(/403 .*\/auth\/totp/)).toEqual([])
  await context.close()
})

test('recovery codes that run out: told when signing in with one, and renewed after confirming', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  const post = async (path: string, data: object) => {
    const headers = { origin: datalens.url }
    return await (await page.request.post(`${datalens.url}/api/v1/auth/${path}`, { headers, data })).json()
  }
  const { secret } = await post('totp', {})
  const { recovery_codes: codes } = await post('totp/confirm', { code: codeOf(secret, -1) })
  for (const code of codes.slice(0, 7)) {
    const { mfa_token } = await post('login', { login: person.username, password: person.password })
    await post('login/second-factor', { mfa_token, code })
  }
  await context.clearCookies()
  await page.goto(`${datalens.url}/login`)
  await signInThroughForm(page, person)
  await page.getByLabel('Code').fill(codes[7])
  await page.keyboard.press('Enter')
  await page.getByText('2 of 10 recovery codes are left.').waitFor()
  await page.getByRole('button', { name: 'Make new ones' }).click()
  await page.getByText('Make new ones now.').waitFor()
  expect(await findBarriers(page, 'few recovery codes')).toEqual([])

  await page.getByRole('button', { name: 'Make new recovery codes' }).click()
  await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor()
  await page.getByLabel('Your password').fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByText('These are your recovery codes now').waitFor()
  const renewed = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
  expect(new Set([...renewed, ...codes]).size).toBe(20)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 of 10 recovery codes are left.').waitFor()
  expect(browser.takeTrouble(/401 .*\/auth\/login|403 .*\/recovery-codes/)).toEqual([])
  await context.close()
})

test('a token: made, used by a script, revoked', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const person = await registerByApi(page, datalens.url)
  await page.goto(`${datalens.url}/account/tokens`)
  await page.getByRole('button', { name: 'New token' }).click()
  await page.getByLabel('What it is for').fill('Nightly load')
  expect(await findBarriers(page, 'new token')).toEqual([])
  await page.keyboard.press('Enter')
  const token = await page.getByTestId('token').textContent()
  expect(token).toMatch(/^dl_[0-9A-Za-z]{49}$/)
  expect(await findBarriers(page, 'token shown once')).toEqual([])
  await page.getByRole('button', { name: 'Done' }).click()

  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const ask = (path: string, init: RequestInit = {}) => fetch(`${datalens.url}/api/v1${path}`, { headers, ...init })
  expect(await (await ask('/auth/me')).json()).toMatchObject({ username: person.username })
  const change = { method: 'PATCH', body: JSON.stringify({ full_name: 'Script' }) }
  expect(await (await ask('/users/me', change)).json()).toMatchObject({ code: 'scope_missing' })
  await page.reload()
  await page.getByText('read, last used now').waitFor()
  expect(await findBarriers(page, 'tokens')).toEqual([])
  expect(await page.content()).not.toContain(token ?? '')

  await page.getByRole('button', { name: 'Revoke Nightly load' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('The token Nightly load is revoked.').waitFor()
  await expect.poll(async () => (await ask('/auth/me')).status).toBe(401)
  await context.close()
})

test('a session that is ended elsewhere is sent to the sign-in page', async () => {
  const [here, there] = await Promise.all([browser.newContext(), browser.newContext()])
  const [page, other] = await Promise.all([here.newPage(), there.newPage()])
  const person = await registerByApi(page, datalens.url)
  await other.goto(`${datalens.url}/login`)
  await signInThroughForm(other, person)
  await other.getByRole('button', { name: `Account of ${person.username}` }).waitFor()

  await page.goto(`${datalens.url}/account/sessions`)
  const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem')
  await expect.poll(() => sessions.count()).toBe(2)
  expect(await sessions.first().textContent()).toContain('this session')
  expect(await findBarriers(page, 'sessions')).toEqual([])
  await page.getByRole('button', { name: /^Sign out .* at/ }).click()
  await page.getByText('You are signed in nowhere else.').waitFor()

  const asOther = () => other.request.get(`${datalens.url}/api/v1/auth/me`)
  await expect.poll(async () => (await asOther()).status()).toBe(401)
  await other.getByRole('link', { name: 'Trash' }).click()
  await other.getByText('Your session has ended. Sign in to go on where you were.').waitFor()
  expect(browser.takeTrouble(/status of 401/)).toEqual([])
  await Promise.all([here.close(), there.close()])
})
