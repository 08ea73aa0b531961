import type { SampleRecord } from './collect-records.ts'

const marks = ['#', '//', '%']

/**
 * What the lines begin with that are no records but remarks; null when there are none. A line as wide as the table is a
 * record, whatever it begins with.
 */
export function findComment(records: SampleRecord[], width: number): string | null {
  const values = records.filter(({ kind }) => kind === 'values')
  return marks.find((mark) => isComment(mark, values, width)) ?? null
}

function isComment(mark: string, values: SampleRecord[], width: number): boolean {
  const marked = values.filter(({ raw }) => raw.startsWith(mark))
  if (marked.length === 0 || marked.length === values.length) return false
  if (width > 1) return marked.every(({ fields }) => fields.length !== width)
  const atTop = values.findIndex(({ raw }) => !raw.startsWith(mark))
  return marked.length === atTop && marked.every(({ raw }) => raw.startsWith(`${mark} `))
}
