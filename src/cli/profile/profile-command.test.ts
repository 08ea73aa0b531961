import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../../../test/table-file.ts'
import { reportSchema } from '../../shared/report.ts'
import { createProgram } from '../program.ts'
import { displayWidth } from './display-width.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let own: { cwd: string; env: NodeJS.ProcessEnv }

beforeAll(async () => {
  directory = await temporaryDirectory()
  mkdirSync(join(directory.path, 'tmp'))
  own = { cwd: directory.path, env: { PATH: process.env.PATH, TMPDIR: join(directory.path, 'tmp'), COLUMNS: '72' } }
  const rows = Array.from(
    { length: 60 },
    (_, row) => `${row + 1},${row % 3 ? 'Hamburg' : 'hamburg'},${row % 15 ? 100 + ((row * 37) % 80) : -999}`,
  )
  const text = `visit,"port \u001b[31m\u202e",tonnes\n${rows.join('\n')}\n61,too short\n`
  writeFileSync(join(directory.path, 'visits.csv.gz'), gzipSync(text))
})
afterAll(async () => {
  expect(readdirSync(join(directory.path, 'tmp')), 'nothing stays of what was made on the way').toEqual([])
  await directory.remove()
})

type Ran = { code: number | null; stdout: string; stderr: string }

const run = (parameters: string[], input = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, 'profile', ...parameters],
      { ...own, encoding: 'utf8' },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end(input)
  })

test('a file without a server: a summary as wide as the terminal, a report, and JSON', async () => {
  const { code, stdout, stderr } = await run(['visits.csv.gz', '--html', 'visits.html', '--json', 'visits.json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('61 rows, 3 columns (2 numeric, 1 text)')
  expect(stdout).toMatch(/^visit +BIGINT +0 % +61 +1 · 31 · 61$/m)
  expect(stdout).toContain('! "tonnes" says -999 in 4 rows')
  expect(stdout).toContain('Line 62: The row has 2 values for 3 columns.')
  expect(Math.max(...stdout.split('\n').map(displayWidth))).toBeLessThanOrEqual(72)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no colour, and nothing of the data that a terminal obeys
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)

  const report = reportSchema.parse(JSON.parse(readFileSync(join(directory.path, 'visits.json'), 'utf8')))
  expect(report).toMatchObject({
    title: 'visits.csv.gz',
    version: null,
    profile: { row_count: 61 },
    rejects: { total: 1 },
  })
  expect(report.receipt.questions).not.toEqual([])
  expect(readFileSync(join(directory.path, 'visits.html'), 'utf8')).toContain('<h1><bdi>visits.csv.gz</bdi></h1>')
})

test('the standard input in, JSON alone out', async () => {
  const { code, stdout } = await run(['-', '--json', '-', '--reading', '{"delimiter": ";"}'], 'a;b\n1,5;x\n2,5;y\n')
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ file_name: 'standard input', profile: { column_count: 2 } })
})

test('what cannot be read ends in 1 with a sentence, wrong usage in 2', async () => {
  expect(await run(['none.csv'])).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: 'none.csv cannot be read: there is no such file.\n',
  })
  expect(await run([])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching("missing required argument 'file'"),
  })
})

test('every refusal says what to do', async () => {
  const at = (name: string) => join(directory.path, name)
  writeFileSync(at('broken.parquet'), 'PAR1 and nothing else')
  writeFileSync(at('own\u001b]0;ed\u0007.parquet'), 'PAR1 and nothing else')
  const refused: [parameters: string[], reason: RegExp][] = [
    [[at('broken.parquet')], /broken\.parquet: .+\.$/],
    [[directory.path], /is a directory\. Name a file/],
    [[at('visits.csv.gz'), '--html', at('nowhere/x.html')], /there is no directory .*nowhere to write x\.html in/],
    [[at('visits.csv.gz'), '--json', at('./visits.csv.gz')], /is the file to read/],
    [[at('visits.csv.gz'), '--html', at('tmp')], /tmp is a directory\. Name a file in it/],
    [[at('visits.csv.gz'), '--html', at('x'), '--json', at('./x')], /--html and --json name the same file/],
    [[at('visits.csv.gz'), '--html', '-', '--json', '-'], /--html and --json name the same file/],
    [[at('own\u001b]0;ed\u0007.parquet')], /own␛\]0;ed␇\.parquet: /],
    [[at('no\u001b[2Jne.csv')], /no␛\[2Jne\.csv cannot be read/],
    [[at('visits.csv.gz'), '--reading', '{"delimiter": ""}'], /--reading cannot be used: delimiter/],
  ]
  const silence = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  for (const [parameters, reason] of refused) {
    await expect(createProgram().parseAsync(['profile', ...parameters], { from: 'user' })).rejects.toThrow(reason)
  }
  silence.mockRestore()
})

test('a signal ends it at once, and nothing stays', async () => {
  const line = `${'harbour,'.repeat(20)}1\n`
  const file = createWriteStream(join(directory.path, 'long.csv'))
  for (let block = 0; block < 40; block++) file.write(line.repeat(10_000))
  file.end()
  await once(file, 'close')
  const child = spawn(process.execPath, [main, 'profile', 'long.csv'], { ...own, stdio: ['ignore', 'pipe', 'inherit'] })
  const isReading = () =>
    readdirSync(join(directory.path, 'tmp'), { recursive: true }).some((path) => /ingest-/.test(String(path)))
  while (!isReading()) await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGINT')
  expect(await once(child, 'exit')).toEqual([130, null])
})
