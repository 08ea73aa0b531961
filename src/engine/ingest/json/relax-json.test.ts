import fc from 'fast-check'
import { expect, test } from 'vitest'
import { relaxJson } from './relax-json.ts'

/** What may stand between two tokens of a text that people write by hand. */
const between = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n\t',
  '// a "b", [\n',
  '# {\n',
  '/* , } */',
  '/**/',
  '/*/ " */',
  '/* \n* /\n*/',
)

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
      fc.constantFrom('//', '/* */', '#', '",]', '\\'),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value

type Draw = () => string

/** The text of a value as somebody may write it who takes JSON for a language with comments and commas at the end. */
function written(one: unknown, draw: Draw, comma: () => string): string {
  const gap = draw
  if (typeof one !== 'object' || one === null) return JSON.stringify(one)
  const isList = Array.isArray(one)
  const members = Object.entries(one).map(([key, member]) => {
    const text = written(member, draw, comma)
    return gap() + (isList ? text : `${JSON.stringify(key)}${gap()}:${gap()}${text}`) + gap()
  })
  const last = members.length > 0 ? comma() + gap() : gap()
  return (isList ? '[' : '{') + members.join(',') + last + (isList ? ']' : '}')
}

function relaxed(text: string, size: number) {
  const comments: string[] = []
  const relaxer = relaxJson(({ raw }) => comments.push(raw))
  const bytes = Buffer.from(text)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) pieces.push(relaxer.push(bytes.subarray(at, at + size)))
  pieces.push(relaxer.end())
  return { text: Buffer.concat(pieces).toString(), comments, found: relaxer.found }
}

test('what is left of a text has its values, its length and its lines, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(
      value,
      fc.infiniteStream(between),
      fc.infiniteStream(fc.boolean()),
      fc.nat(5),
      (one, gaps, commas, size) => {
        const text = written(
          one,
          () => gaps.next().value ?? '',
          () => (commas.next().value ? ',' : ''),
        )
        const { text: left, found, comments } = relaxed(text, size + 1)
        expect(JSON.parse(left)).toEqual(one)
        expect(Buffer.byteLength(left)).toBe(Buffer.byteLength(text))
        expect(left.split('\n').length).toBe(text.split('\n').length)
        expect(comments.length).toBe(found.comments)
      },
    ),
  )
})

test('what is no JSON even without comments stays none', () => {
  for (const text of ['[,]', '[1,,2]', '[1,,]', '{,}', '{"a":,}', '[,1]', '/', '[1 / 2]', ',[1]', '[1],,[2]']) {
    const { text: left } = relaxed(text, 1)
    expect(() => JSON.parse(left), text).toThrow()
    expect(left.length, text).toBe(text.length)
  }
  expect(relaxed('[1] /* ', 1).found.openSince).toBe(1)
  expect(relaxed('[1]\n/* *', 1).found.openSince).toBe(2)
  expect(relaxed('[1], [2],', 2).text).toBe('[1]  [2] ')
})
