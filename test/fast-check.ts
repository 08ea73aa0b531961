import fc from '../node_modules/fast-check/lib/fast-check.js'

/** What `import fc from 'fast-check'` is in a test: one commit draws the same cases each time, unless FUZZ_SEED says otherwise. */
export default { ...fc, assert: drawMoreAtNeed }

const usualRuns = 100
/** `npm run fuzz` says by FUZZ_RUNS how many cases take the place of 500. */
const timesAsMany = Number(process.env.FUZZ_RUNS ?? 500) / 500
const shrinkMs = 20_000

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_240_131) })
fc.installGlobalPlugin(shrinkForAWhile)

const assert = fc.assert as <T>(property: fc.IRawProperty<T>, parameters: fc.Parameters<T>) => never

function drawMoreAtNeed<T>(property: fc.IRawProperty<T>, parameters: fc.Parameters<T> = {}) {
  const { numRuns = usualRuns } = parameters
  return assert(property, { ...parameters, numRuns: Math.ceil(numRuns * timesAsMany) })
}

/** A counterexample is told while the time of its test lasts, however small it has become by then. */
function shrinkForAWhile(): fc.PluginInstance<unknown> {
  let failedAt = Number.POSITIVE_INFINITY
  const look = (outcome: fc.PreconditionFailure | fc.PropertyFailure | null) => {
    if (outcome && !fc.PreconditionFailure.isFailure(outcome)) failedAt = Math.min(failedAt, performance.now())
    return outcome
  }
  return {
    decorateRun: (run) => (value) => {
      if (performance.now() - failedAt > shrinkMs) return new fc.PreconditionFailure(true)
      const outcome = run(value)
      return outcome instanceof Promise ? outcome.then(look) : look(outcome)
    },
  }
}
