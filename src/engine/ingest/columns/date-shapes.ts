/** A time of day after a date, on a clock of 24 or of 12 hours. */
const minutes = '[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,6})?)?'
const clock = `(?:(?:,? |T)(?:(?:[01]?[0-9]|2[0-3]):${minutes}|(?:0?[1-9]|1[0-2]):${minutes} ?[AaPp][Mm]))?`

/** Day, month and year as numbers in an order that is not ISO's, perhaps with a time of day. */
export const orderedDateShape =
  '(?:[0-9]{1,2}(?:/[0-9]{1,2}/|\\. ?[0-9]{1,2}\\. ?|-[0-9]{1,2}-)(?:[0-9]{4}|[0-9]{2})|' +
  `[0-9]{4}(?:/[0-9]{1,2}/|\\.[0-9]{1,2}\\.|-[0-9]{1,2}-)[0-9]{1,2})${clock}`

/** A time of day on a clock of 12 hours. */
export const halfDayTimeShape = '(?:0?[1-9]|1[0-2]):[0-5][0-9](?::[0-5][0-9])? ?[AaPp][Mm]'

/** A whole number that may be a date: 20240131. */
export const closeDateShape = '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])'

/** SQL of the three numbers of an ordered date, with a hyphen between them. */
export function datePartsSql(text: string): string {
  return `regexp_replace(regexp_extract(${text}, '^[0-9]+[-/. ]+[0-9]+[-/. ]+[0-9]+'), '[-/. ]+', '-', 'g')`
}

/**
 * SQL of how an ordered date may be read: `Y` or `y` for years of four or two digits, then each of `d`, `m` and `y`
 * that may come first. Empty where it is no date in any order.
 */
export function dateOrdersSql(parts: string): string {
  const parses = (format: string, order: string) =>
    `CASE WHEN try_strptime(${parts}, '${format}') IS NOT NULL THEN '${order}' ELSE '' END`
  const all = (year: string, ...orders: string[]) =>
    `regexp_replace('${year}' || ${orders.join(' || ')} || '.', '^.[.]$|[.]$', '')`
  return `CASE
    WHEN regexp_matches(${parts}, '^[0-9]{4}') THEN ${all('Y', parses('%Y-%m-%d', 'y'))}
    WHEN regexp_matches(${parts}, '[0-9]{4}$') THEN ${all('Y', parses('%d-%m-%Y', 'd'), parses('%m-%d-%Y', 'm'))}
    ELSE ${all('y', parses('%d-%m-%y', 'd'), parses('%m-%d-%y', 'm'), parses('%y-%m-%d', 'y'))} END`
}

/** SQL of a text with `N` for each run of digits and `P` for the half of the day. */
export function skeletonSql(text: string): string {
  return `regexp_replace(regexp_replace(${text}, '[0-9]+', 'N', 'g'), '[AaPp][Mm]$', 'P')`
}

/** The format (of strptime) of dates with this skeleton, in this order, with years of so many digits. */
export function formatOfSkeleton(skeleton: string, order: 'd' | 'm' | 'y', year: 'Y' | 'y'): string {
  const date = { d: ['%d', '%m', `%${year}`], m: ['%m', '%d', `%${year}`], y: [`%${year}`, '%m', '%d'] }[order]
  const numbers = [...date, ...clockLetters(skeleton)]
  return skeleton.replaceAll('N', () => numbers.shift() ?? '').replace('P', '%p')
}

/** The format of times of day with this skeleton. */
export function formatOfTime(skeleton: string): string {
  const numbers = clockLetters(skeleton)
  return skeleton.replaceAll('N', () => numbers.shift() ?? '').replace('P', '%p')
}

function clockLetters(skeleton: string): string[] {
  return [skeleton.endsWith('P') ? '%I' : '%H', '%M', '%S', '%f']
}

const letterShapes: Record<string, string> = {
  '%Y': '[0-9]{4}',
  '%y': '[0-9]{2}',
  '%d': '[0-9]{1,2}',
  '%m': '[0-9]{1,2}',
  '%H': '(?:[01]?[0-9]|2[0-3])',
  '%I': '(?:0?[1-9]|1[0-2])',
  '%M': '[0-9]{2}',
  '%S': '[0-9]{2}',
  '%f': '[0-9]{1,6}',
  '%p': '[AaPp][Mm]',
}

/** The formats that are tried one after the other: a vertical bar stands between them. */
export function formatsOf(format: string): string[] {
  return format.split('|')
}

/** The regular expression of date formats; null where they have letters that only strptime knows. */
export function shapeOfFormat(format: string): string | null {
  const shapes = formatsOf(format).map((one) =>
    one.replaceAll(/%.|[.+*?()[\]{}^$\\]/g, (found) =>
      found.startsWith('%') ? (letterShapes[found] ?? '\0') : `\\${found}`,
    ),
  )
  return shapes.some((shape) => shape.includes('\0')) ? null : shapes.join('|')
}

/** Whether a format has the month as a name. */
export function hasMonthName(format: string | null): boolean {
  return format !== null && /%[bB]/.test(format)
}
