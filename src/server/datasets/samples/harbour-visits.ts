import { seededChoice } from './seeded-choice.ts'

const header =
  'visit_id,harbour,vessel,flag,arrived,berth,draught_m,cargo_tonnes,is_inspected,recorded_by,agent_email,remark'

const harbours = [
  { spellings: ['Hamburg', 'hamburg', 'HAMBURG'], berths: 42 },
  { spellings: ['Rotterdam', 'rotterdam'], berths: 60 },
  { spellings: ['Antwerp'], berths: 38 },
  { spellings: ['Oslo'], berths: 12 },
  { spellings: ['Gdansk', 'gdansk'], berths: 20 },
  { spellings: ['Le Havre', 'Le  Havre'], berths: 25 },
]
const weights = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 5]
const first = ['Northern', 'Silver', 'Morning', 'Baltic', 'Quiet', 'Amber', 'Polar', 'Western']
const second = ['Star', 'Tide', 'Heron', 'Light', 'Pilot', 'Crown', 'Current', 'Gull']
const flags = ['NO', 'DE', 'NL', 'PA', 'LR', 'MT', 'DK', 'GB']
const remarks = ['waited for a pilot', 'crane out of order', 'left early, "tide"', 'second call this week']
const visitsPerDay = 8

const twoDigits = (value: number) => String(value).padStart(2, '0')

/**
 * Visits of ships on the first twelve days of each month of a year: no day is above twelve, so that day and month fit
 * both ways. Names are spelled in several ways, -999 stands for no draught, some rows come twice, two have a value too many.
 */
export const harbourVisits = (): string => {
  const { between, happens, pick, spread } = seededChoice(20_240_103)
  const lines = [header]
  for (let month = 1; month <= 12; month += 1) {
    for (let day = 1; day <= 12; day += 1) {
      for (let visit = 0; visit < visitsPerDay; visit += 1) {
        const number = lines.length
        const harbour = harbours[pick(weights)] as (typeof harbours)[number]
        const spelling = happens(0.06) ? pick(harbour.spellings) : harbour.spellings[0]
        const vessel = `${pick(first)} ${pick(second)}`
        const draught = happens(0.03) ? '-999' : between(4, 15).toFixed(1)
        const cargo = happens(0.05) ? '' : Math.exp(9 + spread() * 0.8).toFixed(1)
        const values = [
          `HV${String(number).padStart(5, '0')}`,
          spelling,
          vessel,
          pick(flags),
          `${twoDigits(day)}/${twoDigits(month)}/2024`,
          Math.ceil(between(0, harbour.berths)),
          draught,
          cargo,
          happens(0.3) ? 'yes' : 'no',
          'harbour office',
          `${vessel.toLowerCase().replace(' ', '.')}@agents.example`,
          happens(0.08) ? quoted(pick(remarks)) : '',
        ]
        const line = values.join(',')
        lines.push(number === 141 || number === 733 ? `${line},checked` : line)
        if (happens(0.006)) lines.push(line)
      }
    }
  }
  return `${lines.join('\n')}\n`
}

const quoted = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
