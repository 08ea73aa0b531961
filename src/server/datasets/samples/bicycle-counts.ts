import { seededChoice } from './seeded-choice.ts'

const stations = [
  { name: 'Harbour bridge', usual: 2400, growth: 0.09 },
  { name: 'University', usual: 3100, growth: 0.05 },
  { name: 'North park', usual: 900, growth: 0.14 },
  { name: 'Old market', usual: 1700, growth: -0.03 },
]
const days = 4 * 365 + 1
const firstDay = Date.UTC(2021, 0, 1)
const dayMs = 86_400_000
const byWeekday = [0.72, 1.08, 1.12, 1.1, 1.09, 1.03, 0.78]
const festivals = new Set(['2021-06-12', '2022-06-11', '2023-06-10', '2024-06-08'])
const holidays = new Set(['01-01', '05-01', '12-25', '12-26'])

/** The park's counter was out of order for sixteen days. */
const isOutOfOrder = (station: string, date: string) =>
  station === 'North park' && date >= '2023-02-03' && date <= '2023-02-18'

/**
 * Bicycles that passed four places of a town, day by day through four years: they grow, follow the seasons, the week and
 * the weather, leap at a festival and drop where a counter failed.
 */
export const bicycleCounts = (): string => {
  const { happens, next, spread } = seededChoice(20_210_101)
  const lines = ['day,station,bicycles,temperature_c,rain_mm,is_holiday']
  for (let day = 0; day < days; day += 1) {
    const date = new Date(firstDay + day * dayMs)
    const text = date.toISOString().slice(0, 10)
    const season = Math.sin(((day - 105) / 365.25) * 2 * Math.PI)
    const temperature = 10.5 + 8.5 * season + spread() * 2.6
    const rain = happens(0.42) ? next() ** 3 * 28 : 0
    const isHoliday = holidays.has(text.slice(5))
    const weather = Math.max(0.25, 1 + temperature / 40 - rain / 30)
    for (const { name, usual, growth } of stations) {
      const grown = usual * (1 + growth) ** (day / 365.25)
      const counted = grown * weather * (byWeekday[date.getUTCDay()] ?? 1) * (isHoliday ? 0.5 : 1)
      const isFestival = festivals.has(text) && name !== 'North park'
      const noise = 1 + spread() * 0.06
      const broken = happens(0.001)
      const bicycles = broken ? 0 : Math.round(counted * noise * (isFestival ? 3.2 : 1))
      if (isOutOfOrder(name, text)) continue
      lines.push([text, name, bicycles, temperature.toFixed(1), rain.toFixed(1), isHoliday].join(','))
    }
  }
  return `${lines.join('\n')}\n`
}
