import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** A browser whose pages are watched: an error on the console, a refused policy or a foreign request is trouble. */
export interface WatchedBrowser {
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>
  /** What went wrong since the last call; `expected` names what the test provoked. */
  takeTrouble(expected?: RegExp): string[]
  close(): Promise<void>
}

/** Opens the Chromium that comes from npm, or an installed Chrome where there is none for this machine. */
export async function openBrowser(origin: string): Promise<WatchedBrowser> {
  const browser = await launch()
  let trouble: string[] = []
  const report = (what: string) => {
    trouble.push(what)
  }
  return {
    async newContext(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      context.setDefaultTimeout(150_000)
      context.on('request', (request) => {
        const { protocol, origin: asked } = new URL(request.url())
        if (/^https?:$/.test(protocol) && asked !== origin) report(`request to another origin: ${request.url()}`)
      })
      context.on('page', (page) => watch(page, report))
      return context
    },
    takeTrouble(expected) {
      const taken = trouble.filter((what) => !expected?.test(what))
      trouble = []
      return taken
    },
    close: () => browser.close(),
  }
}

function watch(page: Page, report: (what: string) => void): void {
  page.on('pageerror', (error) => report(`uncaught: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const text = `console: ${message.text()} ${message.location().url}`
    if (!isAskingForASession(text)) report(text)
  })
}

/** A page that does not know yet whether somebody is signed in has to ask, and the browser logs the answer as an error. */
function isAskingForASession(text: string): boolean {
  return /status of 401 .*\/api\/v1\/auth\/(me|refresh)$/.test(text)
}

async function launch(): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome', args: flags })
  const directory = await unpackChromium()
  const options = { executablePath: join(directory, 'chromium'), args: flags }
  try {
    return await chromium.launch(options)
  } catch (error) {
    if (!/shared librar/.test(String(error))) throw error
    const libraries = join(directory, 'al2023', 'lib')
    return chromium.launch({ ...options, env: { ...process.env, LD_LIBRARY_PATH: libraries } })
  }
}

/** Unpacks Chromium and its libraries once; test files that start together do not meet half a browser. */
async function unpackChromium(): Promise<string> {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'))
  const cache = fileURLToPath(new URL('../.cache', import.meta.url))
  const unpacked = join(cache, `chromium-${version}`)
  if (existsSync(unpacked)) return unpacked
  const aside = join(cache, `chromium-${randomBytes(6).toString('hex')}`)
  await mkdir(aside, { recursive: true })
  const temporary = process.env.TMPDIR
  process.env.TMPDIR = aside
  try {
    const { inflate } = await import('@sparticuz/chromium')
    for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']) {
      await inflate(join(packed, 'bin', name))
    }
    await rename(aside, unpacked).catch((error) => {
      if (!existsSync(unpacked)) throw error
    })
  } finally {
    if (temporary === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = temporary
    await rm(aside, { recursive: true, force: true })
  }
  return unpacked
}
