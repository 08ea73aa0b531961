import { expect, test } from 'vitest'
import { z } from 'zod'
import { speakPlainly } from './plain-sentences.ts'

speakPlainly()

test.each([
  [z.string(), 5, 'This must be text.'],
  [z.string(), undefined, 'This is missing.'],
  [z.coerce.number(), 'x', 'This must be a number.'],
  [z.coerce.number().int(), '1.5', 'This must be a whole number.'],
  [z.number().max(1000), 1001, 'This must be at most 1000.'],
  [z.number().min(1), 0, 'This must be at least 1.'],
  [z.string().max(3), 'abcd', 'This has at most 3 characters.'],
  [z.array(z.string()).min(1), [], 'This has at least 1 item.'],
  [z.enum(['a', 'b']), 'c', 'Use one of a, b.'],
  [z.strictObject({}), { x: 1 }, 'There is no "x" here.'],
  [z.record(z.string().max(1, 'A name has one letter.'), z.string()), { ab: 'x' }, 'A name has one letter.'],
  [
    z.discriminatedUnion('op', [z.object({ op: z.literal('trim') }), z.object({ op: z.literal('case') })]),
    { op: 'x' },
    'Use one of trim, case.',
  ],
  [z.record(z.string(), z.string()), [], 'This must be an object.'],
  [z.uuid(), 'x', 'This is not the id of anything; ids are UUIDs.'],
  [z.string().max(3, 'Too long.'), 'abcd', 'Too long.'],
  [z.union([z.string(), z.boolean()]), 5, 'This must be text. Or: This must be true or false.'],
  [z.union([z.string(), z.object({ a: z.string(), b: z.enum(['c']) })]), { a: 'x', b: 'd' }, 'At b: Use c.'],
  [
    z.union([z.object({ all: z.string() }), z.object({ a: z.string(), b: z.int() })]),
    { a: 'x', b: 'd' },
    'At b: This must be a number.',
  ],
])('%# says what is wrong', (schema, value, sentence) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(sentence)
})
