import { quoteText } from '../sql-text.ts'
import type { Comparison, ComparisonOp } from './comparison.ts'

const time = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?`
const zone = String.raw`(Z|[+-]\d\d(?::?\d\d)?)`
const written = {
  date: /^-?(\d{4,6})-(\d\d)-(\d\d)( \(BC\))?$/,
  timestamp: new RegExp(String.raw`^(\d{4,6}-\d\d-\d\d)[T ]${time}( \(BC\))?$`),
  zonedTimestamp: new RegExp(String.raw`^(\d{4,6}-\d\d-\d\d)[T ]${time} ?${zone}$`),
  time: new RegExp(`^${time}$`),
  zonedTime: new RegExp(`^${time} ?${zone}$`),
  infinity: /^-?infinity$/,
}

/** What a temporal column of a type is compared with, for the sentence that says a value is none. */
export function temporalExample(sqlType: string): string {
  if (sqlType === 'DATE') return 'a date such as 2024-01-31'
  if (sqlType === 'TIME WITH TIME ZONE') return 'a time such as 13:05:00+02:00'
  if (sqlType.startsWith('TIME WITH') || sqlType === 'TIME' || sqlType === 'TIME_NS') return 'a time such as 13:05:00'
  if (sqlType === 'TIMESTAMP WITH TIME ZONE') return 'a time such as 2024-01-31T13:05:00Z'
  return 'a date or a time without zone, such as 2024-01-31T13:05:00'
}

/**
 * A comparison of a temporal column with ISO text, or undefined when the text is nothing that the column can be compared
 * with. A date stands for its midnight; without a zone, a moment beside a zoned column is in UTC.
 */
export function compareTime(sqlType: string, op: ComparisonOp, text: string): Comparison | undefined {
  const type = literalType(sqlType, text)
  return type === undefined ? undefined : { op, literal: `${quoteText(text)}::${type}` }
}

function literalType(sqlType: string, text: string): string | undefined {
  switch (sqlType) {
    case 'TIME':
    case 'TIME_NS':
      return isTimeOfDay(written.time.exec(text)?.slice(1)) ? sqlType : undefined
    case 'TIME WITH TIME ZONE':
      return isTimeOfDay((written.zonedTime.exec(text) ?? written.time.exec(text))?.slice(1)) ? sqlType : undefined
    case 'DATE':
      return isDate(text) || written.infinity.test(text) ? 'DATE' : isTimestamp(text) ? 'TIMESTAMP' : undefined
    case 'TIMESTAMP WITH TIME ZONE':
      return isDate(text) || isTimestamp(text) || isZonedTimestamp(text) || written.infinity.test(text)
        ? sqlType
        : undefined
    default:
      return isDate(text) || isTimestamp(text) || written.infinity.test(text) ? sqlType : undefined
  }
}

function isDate(text: string): boolean {
  const parts = written.date.exec(text)
  if (!parts) return false
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number]
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, isLeap || parts[4] ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days && year > 0
}

function isTimestamp(text: string): boolean {
  const [, date, ...clock] = written.timestamp.exec(text) ?? []
  return date !== undefined && isDate(date) && isTimeOfDay(clock)
}

function isZonedTimestamp(text: string): boolean {
  const [, date, ...clock] = written.zonedTimestamp.exec(text) ?? []
  return date !== undefined && isDate(date) && isTimeOfDay(clock)
}

function isTimeOfDay(clock: (string | undefined)[] | undefined): boolean {
  if (!clock) return false
  const [hour, minute, second = 0] = clock.slice(0, 3).map((part) => (part === undefined ? 0 : Number(part)))
  return (hour ?? 24) < 24 && (minute ?? 60) < 60 && second < 60
}
