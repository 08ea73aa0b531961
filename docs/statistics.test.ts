import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { driftThresholds } from '../src/engine/compare/drift-thresholds.ts'
import { insightThresholds } from '../src/engine/insights/insight-thresholds.ts'
import { alertThresholds } from '../src/engine/profile/alert-thresholds.ts'
import { alertCodes } from '../src/shared/alert.ts'
import { comparisonSchema, driftLevels, driftSchema } from '../src/shared/comparison.ts'
import { insightCodes, insightSchema } from '../src/shared/insight.ts'
import { boxSchema, columnProfileSchema, histogramRules, profileSchema, semanticTypes } from '../src/shared/profile.ts'
import {
  correlationMethods,
  correlationPairSchema,
  correlationsSchema,
  outliersSchema,
  outlierThresholds,
  regressionSchema,
  trendSchema,
} from '../src/shared/statistics.ts'

const page = readFileSync(new URL('statistics.md', import.meta.url), 'utf8')

/** The names in code style in the first column of the page's tables, and those of parts of a statistic. */
const firstCells = page.split('\n').flatMap((line) => (/^\| `/.test(line) ? [line.split(' | ')[0] as string] : []))
const documented = new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)))
const answers = [
  ...[
    correlationsSchema,
    correlationPairSchema,
    regressionSchema,
    outliersSchema,
    outliersSchema.shape.columns.element,
  ],
  ...[trendSchema, comparisonSchema, driftSchema, comparisonSchema.shape.columns],
].flatMap(({ shape }) => Object.keys(shape))
const fields = [
  ...[...Object.keys(profileSchema.shape), ...Object.keys(columnProfileSchema.shape), ...histogramRules],
  ...[...Object.keys(insightSchema.shape), ...Object.keys(insightSchema.shape.points.element.shape)],
  ...driftLevels,
  ...[...answers, ...correlationMethods, ...Object.keys(outlierThresholds)],
]

test('every field of a profile and of an answer is defined', () => {
  expect(fields.filter((name) => !documented.has(name))).toEqual([])
})

test('nothing is defined that is no field', () => {
  expect([...documented].filter((name) => !fields.includes(name as string))).toEqual([])
})

test('the parts of quantiles and box are named', () => {
  const parts = [...Object.keys(columnProfileSchema.shape.quantiles.unwrap().shape), ...Object.keys(boxSchema.shape)]
  expect(parts.filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

test('every alert, insight and semantic type has its line, and no other', () => {
  const tableAfter = (heading: string) => {
    const [lines = ''] = (page.split(`## ${heading}\n`)[1] ?? '').split('\n## ')
    return [...lines.matchAll(/^\| ([a-z_, ]+) \|/gm)].flatMap(([, names = '']) => names.split(', '))
  }
  expect(tableAfter('Insights')).toEqual(['field', 'code', ...insightCodes])
  expect(tableAfter('Alerts')).toEqual(['code', ...alertCodes])
  expect(tableAfter('Semantic types').sort()).toEqual(['type', ...semanticTypes].sort())
})

test('every threshold stands on the page with its value', () => {
  const wrong = Object.entries({ ...alertThresholds, ...insightThresholds, ...driftThresholds }).filter(
    ([name, value]) => {
      const clause =
        page
          .replaceAll(/\s+/g, ' ')
          .split(`(\`${name}\`)`)[0]
          ?.slice(-60)
          .replace(/(\d),(\d)/, '$1$2') ?? ''
      const words: Record<string, number> = { three: 3, half: 0.5 }
      const numbers = [...clause.matchAll(/(\d[\d.]*)( %)?|three|half/g)].map(([text, digits, percent]) =>
        digits === undefined ? (words[text] as number) : Number(digits.replace(/\.$/, '')) / (percent ? 100 : 1),
      )
      return !page.includes(`(\`${name}\`)`) || !numbers.includes(value)
    },
  )
  expect(wrong).toEqual([])
})
