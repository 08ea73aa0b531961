import { quoteText } from '../../sql-text.ts'
import { monthNumberSql } from './month-names.ts'

const weekday =
  '(?:(?:mo|tu|we|th|fr|sa|su|di|mi|do|so|lu|ma|me|je|ve|gi|ju|vi|se|te|qu|wo|vr|za|zo)[a-z-]{0,12}[.,]{0,2} +)?(?:le |el |il |den )?'
const month = '([a-z]{3,10})\\.?'
const year = '([0-9]{4}|[0-9]{2})'
const clock =
  '(?:(?:,? |, ?|t|,? (?:at|um|a las|as|om|alle) )([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,6})?)?)(?: ?([ap])\\.?m\\.?)?)?(?: ?(z|utc|gmt|[-+][0-9]{2}:?[0-9]{2}))?'

const dayFirst = `${weekday}([0-9]{1,2})(?:st|nd|rd|th|er|º|°|o|\\.)?[ ./-]{0,2}(?:de |of )?${month}[ ,./-]{0,2}(?:de |del |do )?'?${year}`
/** Between blanks a number of two digits is no year: `Set 1 10`. */
const monthFirst = `${weekday}${month}[ ./-]{0,2}([0-9]{1,2})(?:st|nd|rd|th)?(?: +([0-9]{4})|(?:, *|[./-])'?${year}| +'([0-9]{2}))`
const yearFirst = `([0-9]{4})[ ./-]{1,2}${month}[ ./-]{1,2}([0-9]{1,2})`

/** What looks like a date with a word for its month, of a folded text: two numbers and three letters in a row. */
export const namedDateShape = '[^0-9]*[0-9]{1,4}(?:[^0-9].*[a-z]{3}.*|.*[a-z]{3}.*[^0-9]|[^0-9].*)[0-9].*'

/** SQL of a text as names of months are compared: in lower case and without accents. */
export function foldedSql(text: string): string {
  return `strip_accents(lower(${text}))`
}

/**
 * SQL of the parts of a date with the name of its month (of a folded text) as `order|year|month|day|time|half|zone`;
 * the month still a name, the order `d`, `m` or `y` for what comes first. Empty where the text is no such date.
 */
export function namedPartsSql(folded: string): string {
  const parts = (shape: string, order: string, places: string, clockAt = 4) => {
    const whole = quoteText(`^${shape}${clock}$`)
    const time = [clockAt, clockAt + 1, clockAt + 2].map((group) => `\\${group}`).join('|')
    return `WHEN regexp_matches(${folded}, ${whole}) THEN regexp_replace(${folded}, ${whole}, '${order}|${places}|${time}')`
  }
  return `CASE ${parts(dayFirst, 'd', '\\3|\\2|\\1')} ${parts(monthFirst, 'm', '\\3\\4\\5|\\1|\\2', 6)}
    ${parts(yearFirst, 'y', '\\1|\\2|\\3')} ELSE '' END`
}

/** SQL of the date as ISO writes it, with time and zone where the text has them; null where the text is no date. */
export function namedIsoSql(text: string): string {
  return `list_transform([${namedPartsSql(foldedSql(text))}], lambda p: ${isoOfPartsSql('p')})[1]`
}

/** The same, of the parts of such a date. */
export function isoOfPartsSql(parts: string): string {
  const part = (index: number) => `split_part(${parts}, '|', ${index})`
  const year = `CASE WHEN length(${part(2)}) = 4 THEN ${part(2)} WHEN ${part(2)} < '69' THEN '20' || ${part(2)} ELSE '19' || ${part(2)} END`
  const hour = `CAST(split_part(${part(5)}, ':', 1) AS INTEGER)`
  const halfHour = `CASE WHEN ${hour} BETWEEN 1 AND 12 THEN ${hour} % 12 + CASE ${part(6)} WHEN 'p' THEN 12 ELSE 0 END ELSE 99 END`
  const time = `CASE WHEN ${part(5)} = '' THEN '' WHEN ${part(6)} = '' THEN ' ' || ${part(5)}
    ELSE ' ' || ${halfHour} || substr(${part(5)}, instr(${part(5)}, ':')) END`
  const zone = `CASE WHEN ${part(7)} IN ('z', 'utc', 'gmt') THEN '+00' ELSE ${part(7)} END`
  const iso = `${year} || '-' || ${monthNumberSql(part(3))} || '-' || ${part(4)} || ${time} || ${zone}`
  return `CASE WHEN ${parts} = '' THEN NULL ELSE ${iso} END`
}
