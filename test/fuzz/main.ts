import { randomInt } from 'node:crypto'
import { fuzzFiles } from './fuzz-files.ts'

const count = Number(process.argv[2] ?? 2000)
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31))
const { read, refused, faults } = await fuzzFiles(count, seed, (line) => console.log(line))
console.log(`Of ${count} damaged files ${read} were read and ${refused} refused (seed ${seed}).`)
for (const fault of faults) console.log(`FAULT: ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1
