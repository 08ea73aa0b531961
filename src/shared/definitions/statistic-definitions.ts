import { countDefinitions } from './count-definitions.ts'
import { numericDefinitions } from './numeric-definitions.ts'
import type { StatisticDefinition } from './statistic-definition.ts'
import { temporalDefinitions } from './temporal-definitions.ts'
import { textDefinitions } from './text-definitions.ts'

const definitions = { ...countDefinitions, ...numericDefinitions, ...textDefinitions, ...temporalDefinitions }

/** The name of a statistic that has a definition. */
export type StatisticName = keyof typeof definitions

/** Every statistic of a column, defined. */
export const statisticDefinitions: Record<StatisticName, StatisticDefinition> = definitions
