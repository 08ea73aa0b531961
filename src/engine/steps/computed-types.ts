import type { Step } from '../../shared/steps.ts'
import { SqlError } from '../sql/sql-error.ts'
import { type Asked, checkExpression } from './check-expression.ts'
import { compileSteps, type StepsBase } from './compile-steps.ts'
import { StepError } from './step-error.ts'

/** The types of computed columns, by the number of their step. */
export type ComputedTypes = ReadonlyMap<number, string>

/** Checks the expressions of steps, each over the columns that the steps before it leave. Throws `StepError`. */
export async function computedTypes(duck: Asked, base: StepsBase, steps: Step[]): Promise<ComputedTypes> {
  const types = new Map<number, string>()
  const growths = new Map<string, number>()
  for (const [index, step] of steps.entries()) {
    if (step.op === 'rename') growths.set(step.to.toLowerCase(), growths.get(step.column.toLowerCase()) ?? 1)
    if (step.op !== 'compute') continue
    const { columns } = compileSteps(base, steps.slice(0, index), { computed: types })
    try {
      const { sqlType, growth } = await checkExpression(duck, step.expression, columns, growths)
      types.set(index, sqlType)
      growths.set(step.name.toLowerCase(), growth)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      throw new StepError(`steps.${index}.expression`, error.message, error.place)
    }
  }
  return types
}
