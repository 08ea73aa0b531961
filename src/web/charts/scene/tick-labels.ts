import { formatStatistic } from '../../../shared/format-numbers.ts'

const units = [
  { from: 1e12, size: 1e12, name: 'T' },
  { from: 1e9, size: 1e9, name: 'B' },
  { from: 1e6, size: 1e6, name: 'M' },
]

const mostDigits = 4

const short = (value: number, size: number) => Number((value / size).toPrecision(12))

const digitsOf = (value: number) => String(Math.abs(value)).replace(/\D|e.*$/g, '').length

/** The labels of round values beside each other: one unit for all (2 M, 4 M), and never two labels alike. */
export const tickLabels = (ticks: number[]): string[] => {
  const largest = Math.max(0, ...ticks.map(Math.abs))
  const unit = largest < 1e15 ? units.find(({ from }) => largest >= from) : undefined
  if (unit) {
    const parts = ticks.map((tick) => short(tick, unit.size))
    if (parts.every((part) => digitsOf(part) <= mostDigits)) {
      return parts.map((part) => (part === 0 ? '0' : `${part} ${unit.name}`))
    }
  }
  const labels = ticks.map((tick) => formatStatistic(tick).replace(/\.?0+e/, 'e'))
  return new Set(labels).size === labels.length ? labels : ticks.map(String)
}
