import { currencyOf } from '../columns/currencies.ts'

const dash = /^[-–—]$/

/** What is written for a unit as a whole. */
const written =
  /^(?:[([{].{0,20}[)\]}]|%|‰|°|°?[CFK]|[€$£¥]|[kmcµunM]?(?:g|m|l|L|s|A|V|W|Wh|J|Hz|Pa|bar|mol|B)(?:[²³]|\^?-?[23])?|h|d|a|ha|t|min|hPa|GWh|TWh|GW|ppm|ppb|dB|pH|[a-zA-Zµ°%]{1,4}\/[a-zA-Z0-9²³^]{1,5}|[kmc]?m\/s|number|count|date|text|string|integer|float|n)$/

const prefixes = '(?:nano|micro|milli|centi|deci|hecto|kilo|mega|giga|tera)?'
const words = [
  `${prefixes}(?:met(?:re|er)|gram(?:me)?|lit(?:re|er)|watt|volt|ampere|amp|hertz|pascal|joule|calorie|byte|bit|second|mole)s?`,
  'seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|yrs?',
  'feet|foot|ft|inch(?:es)?|in|yards?|yd|miles?|mi|nm|knots?|kn|kts?|acres?|hectares?|tons?|tonnes?|pounds?|lbs?|ounces?|oz|gallons?|gal',
  'degrees?|deg|celsius|fahrenheit|kelvin|degc|degf|radians?|rad|percent(?:age)?|pct|permille|ratio|index|dimensionless|unitless',
  'units?|numbers?|counts?|persons?|people|inhabitants|households|pieces|pcs|items|dollars?|euros?|cents?|yen',
  'psi|mmhg|kwh|mwh|kw|mw|kva|rpm|ntu|psu|lux|db|mbar|psi|mph|kph|kmh|bpm|fps|dpi|px|pixels?',
  'meter|liter|gramm|sekunden?|minuten?|stunden?|tage?|wochen?|monate?|jahre?|grad|prozent|stück|personen|tonnen?|anzahl',
  'm[eè]tres?|kilogrammes?|litres?|secondes?|heures?|jours?|semaines?|mois|ann[eé]es?|degr[eé]s?|pour-?cent|tonnes?|personnes|nombre',
].join('|')
const word = new RegExp(`^(?:${words})$`, 'i')

/** What stands between the words of a unit, or before them. */
const connecting =
  /^(?:per|of|above|below|sea|level|square|cubic|sq|cu|x|thousands?|millions?|billions?|mn|bn|mio|tsd|10?0?0?|10\^?[0-9])$/i

const codes = new Set(Intl.supportedValuesOf('currency'))

/** Whether a text is a unit as people write one under the name of a column; a dash stands where there is none. */
export function isUnit(text: string): boolean {
  const trimmed = text.trim()
  return dash.test(trimmed) || isNamedUnit(trimmed)
}

/** Whether a text names a unit: `kg`, `metres`, `deg C`, `USD`, `[m/s]`, `million EUR`. */
export function isNamedUnit(text: string): boolean {
  const trimmed = text.trim()
  if (dash.test(trimmed) || trimmed.length > 40) return false
  if (written.test(trimmed)) return true
  const parts = trimmed.split(/[\s/*·.]+|(?<=[a-z])\^?-?[1-3]$/i).filter((part) => part !== '')
  return parts.some(isPart) && parts.every((part) => isPart(part) || connecting.test(part) || /^-?[1-3]$/.test(part))
}

const isPart = (part: string) => word.test(part) || codes.has(part) || written.test(part)

/** The unit that such a text is: `percent`, the code of a currency (ISO 4217), or what is written without brackets. */
export function unitOf(text: string | null | undefined): string | null {
  const bare = text?.trim().replace(/^[([{]\s*|\s*[)\]}]$/g, '') ?? ''
  if (bare === '' || dash.test(bare)) return null
  if (/^(?:%|per ?cent|percentage|pct|prozent|pour-?cent)$/i.test(bare)) return 'percent'
  return currencyOf(bare) ?? bare
}
