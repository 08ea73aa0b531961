import type { ColumnJudgement } from '../columns/decide-column.ts'
import { isNumber, type Reading } from '../columns/reading.ts'
import type { KeyCounts } from './json-rows.ts'

const temporal = ['date', 'timestamp', 'timestamp_ns', 'timestamp_zone', 'time']

/**
 * What the kinds of a key's values leave of a judgement by texts alone: strings are never numbers, though they may be
 * dates; numbers are doubles unless a double would change a digit; nested values have a reading of their own.
 */
export function judgeKey(judged: ColumnJudgement, counts: KeyCounts, nested: Reading | undefined): ColumnJudgement {
  const kinds = [counts.strings, counts.numbers, counts.booleans, counts.nested].filter((count) => count > 0).length
  if (kinds === 0) return judged
  if (kinds > 1) return text(() => 'The values are of several kinds.')
  if (nested) return { ...text((n) => `${n.toLocaleString('en-US')} values are nested.`), reading: nested }
  if (counts.nested > 0) return text(() => 'A nested value holds half a character, which JSON as a type cannot.')
  if (counts.strings > 0) {
    return temporal.includes(judged.reading.id) && judged.nullTexts.length === 0
      ? judged
      : text((n) => `${n.toLocaleString('en-US')} values are strings.`)
  }
  const reading = isNumber(judged.reading) ? judged.reading : (judged.alternatives.find(isNumber) ?? judged.reading)
  const number = { ...judged, reading, alternatives: [] }
  if (number.reading.id === 'double') return { ...number, reading: { ...number.reading, mayDropZeros: true } }
  const isShortDecimal = number.reading.id === 'decimal' && number.reading.width <= 9
  return isShortDecimal ? { ...number, reading: { id: 'double', decimal: '.', mayDropZeros: true } } : number
}

function text(because: (values: number) => string): ColumnJudgement {
  return { reading: { id: 'text' }, nullTexts: [], because, alternatives: [], nearly: null }
}
