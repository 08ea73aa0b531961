// npm run dev: the server, started again when its sources change, and Vite's server before it, which reloads the web.
import { prepare } from './prepare.mjs'
import { serverFlags } from './project.mjs'
import { runChild } from './run-child.mjs'

const address = 'http://127.0.0.1:5173'

try {
  const node = await prepare({ web: false })
  const { PORT = '8000' } = process.env
  const env = { PUBLIC_URL: address, DATALENS_API: `http://127.0.0.1:${PORT}`, ...process.env }
  const server = runChild(node, [...serverFlags, '--watch', '--watch-preserve-output', 'src/cli/main.ts', 'serve'], {
    env,
  })
  const web = runChild(node, ['node_modules/vite/bin/vite.js', '--port', new URL(address).port, '--strictPort'], {
    env,
  })
  console.log(`The web with hot reload: ${address}`)
  process.exitCode = await Promise.race([server, web])
  process.kill(process.pid, 'SIGTERM')
  await Promise.all([server, web])
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
