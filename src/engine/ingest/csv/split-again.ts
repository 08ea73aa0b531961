import { type Field, keepRecord } from './collect-records.ts'
import type { Dialect } from './dialect.ts'
import { scanRecords } from './scan-records.ts'

const otherDelimiters = [',', ';', '\t', '|', ' ']

/** The values of a line at each usual delimiter but its own, as long as there are `width` of them. */
export function* splitAgain(raw: string, dialect: Dialect, width: number): Generator<Field[]> {
  for (const delimiter of otherDelimiters) {
    if (delimiter === dialect.delimiter || !raw.includes(delimiter)) continue
    const fields = fieldsOf(raw, { ...dialect, delimiter })
    if (fields.length === width) yield fields
  }
}

function fieldsOf(raw: string, dialect: Dialect): Field[] {
  let fields: Field[] = []
  const scanner = scanRecords(dialect, (record) => {
    if (record.kind === 'values') fields = keepRecord(record, dialect).fields
  })
  scanner.push(Buffer.from(raw))
  scanner.end()
  return fields
}
