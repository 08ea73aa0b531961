import { cellShape } from './cell-shape.ts'
import type { Field } from './collect-records.ts'

/** Whether a record names the columns below it, why, and how strongly (above 0: for names, below 0: for values). */
export type HeaderJudgement = { isHeader: boolean; because: string; votes: number }

/** Judges a first record by what stands above and below each other: names are text, columns are often of a type. */
export function judgeHeader(first: Field[], body: Field[][]): HeaderJudgement {
  if (filledCount(first) === 0) return { isHeader: false, because: 'The first record is empty.', votes: 0 }
  if (body.length === 0) {
    const isHeader = first.every((field) => cellShape(field) === 'text')
    return { isHeader, because: isHeader ? 'The only record is all text.' : 'The only record holds values.', votes: 0 }
  }
  const votes = headerVotes(first, body)
  if (votes > 0) return { isHeader: true, because: 'Its cells are text above columns of values.', votes }
  if (votes < 0) return { isHeader: false, because: 'Its cells look like the values below them.', votes }
  const names = first.filter((field) => field !== null)
  const isHeader = new Set(names).size === names.length && names.every((name) => cellShape(name) === 'text')
  return {
    isHeader,
    because: isHeader ? 'All columns are text and its cells differ from each other.' : 'Its cells are no names.',
    votes,
  }
}

/** How many fields hold something. */
export function filledCount(fields: Field[]): number {
  return fields.filter((field) => cellShape(field) !== 'empty').length
}

/** The sum of what each cell of a record says for (above 0) or against its being a header. */
export function headerVotes(first: Field[], body: Field[][]): number {
  let votes = 0
  for (const [index, name] of first.entries()) votes += headerVote(name, body, index)
  return votes
}

function headerVote(name: Field, body: Field[][], index: number): number {
  const shape = cellShape(name)
  const shapes = body.map((fields) => cellShape(fields[index] ?? null)).filter((found) => found !== 'empty')
  if (shape === 'empty' || shapes.length === 0) return 0
  const typed = shapes.filter((found) => found !== 'text').length / shapes.length
  if (shape === 'text' && typed > 0.6) return 1
  if (isYear(name) && typed > 0.6) return body.some((fields) => isYear(fields[index] ?? null)) ? -1.5 : 0.5
  if (shape !== 'text') return typed > 0.6 ? -1.5 : -0.25
  return body.some((fields) => fields[index] === name) ? -0.5 : 0
}

function isYear(field: Field): boolean {
  return /^(19|20)\d\d$/.test(field?.trim() ?? '')
}
