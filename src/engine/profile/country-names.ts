const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const notCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

const codes = letters.flatMap((first) => letters.map((second) => first + second))
const countries = codes.flatMap((code) => {
  const name = notCountries.has(code) ? undefined : names.of(code)
  return name === undefined ? [] : [[code.toLowerCase(), name.toLowerCase()] as const]
})

/** The names of countries by their codes of two letters, both in lower case. */
export const countryOfCode: ReadonlyMap<string, string> = new Map(countries)

/** Countries as the runtime knows them (ISO 3166, English), in lower case: names and codes of two letters. */
export const countryTexts: ReadonlySet<string> = new Set([
  ...countries.flat(),
  ...['usa', 'uk', 'gbr', 'deu', 'fra', 'esp', 'ita', 'nld', 'bel', 'che', 'aut', 'pol', 'swe', 'nor', 'dnk', 'fin'],
  ...['prt', 'irl', 'can', 'mex', 'bra', 'arg', 'chn', 'jpn', 'kor', 'ind', 'aus', 'nzl', 'zaf', 'tur', 'rus', 'ukr'],
  ...['united states of america', 'great britain', 'south korea', 'north korea', 'russia', 'czech republic', 'turkey'],
])

/** The codes of ISO 4217 that the runtime knows. */
export const currencyCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
