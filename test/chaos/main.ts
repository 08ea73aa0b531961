import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runChaos } from './run-chaos.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, directory: { type: 'string' } },
})
const kills = Number(positionals[0] ?? 200)
const seed = Number(values.seed ?? randomInt(2 ** 31))
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run chaos -- [kills] [--seed n] [--directory where the home is made]')
  process.exit(2)
}

console.log(`${kills} kills, seed ${seed}`)
const began = performance.now()
const { killed, acknowledged, faults } = await runChaos({
  kills,
  seed,
  directory: values.directory,
  say: (line) => console.log(line),
})
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `Killed in ${seconds} s: ${Object.entries(killed)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ')}`,
)
console.log(`${acknowledged} datasets were acknowledged.`)
for (const fault of faults) console.log(`FAULT: ${fault}`)
console.log(faults.length === 0 ? 'Nothing was lost, nothing is stuck, nothing lies about.' : `seed ${seed}`)
process.exitCode = faults.length === 0 ? 0 : 1
