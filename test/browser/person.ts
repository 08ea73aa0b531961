import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'

export interface Person {
  username: string
  email: string
  password: string
}

export const newPerson = (): Person => {
  const username = `ada-${randomBytes(4).toString('hex')}`
  return { username, email: `${username}@example.org`, password: 'correct horse battery staple' }
}

/** Registers through the form, and ends on the datasets page. */
export async function registerThroughForm(page: Page, url: string, person = newPerson()): Promise<Person> {
  await page.goto(`${url}/register`)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Username').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('button', { name: `Account of ${person.username}` }).waitFor()
  return person
}

export async function signInThroughForm(page: Page, person: Person): Promise<void> {
  await page.getByLabel('E-mail or username').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

export async function signOutThroughMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

/** Registers over the API and leaves the cookies of a session in the context of `page`. */
export async function registerByApi(page: Page, url: string, person = newPerson()): Promise<Person> {
  const headers = { origin: url }
  const { username, email, password } = person
  const registered = await page.request.post(`${url}/api/v1/auth/register`, {
    headers,
    data: { username, email, password },
  })
  if (!registered.ok()) throw new Error(await registered.text())
  const signedIn = await page.request.post(`${url}/api/v1/auth/login`, { headers, data: { login: username, password } })
  if (!signedIn.ok()) throw new Error(await signedIn.text())
  return person
}

/** Lets the person of one page see a dataset of another's; what is shared with everyone is on the first page of all tests. */
export async function shareByApi(owner: Page, guest: Page, url: string, datasetId: string): Promise<void> {
  const { id } = await (await guest.request.get(`${url}/api/v1/users/me`)).json()
  const answer = await owner.request.put(`${url}/api/v1/datasets/${datasetId}/access`, {
    headers: { origin: url },
    data: { everyone: null, people: [{ user_id: id, role: 'viewer' }] },
  })
  if (!answer.ok()) throw new Error(await answer.text())
}
